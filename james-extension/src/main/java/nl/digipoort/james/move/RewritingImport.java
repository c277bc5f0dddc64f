// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import com.google.common.collect.SetMultimap;
import com.google.common.collect.Sets;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds the rewriting of an export, after its accounts. An address gets all of its mappings or none: none if that changed where mail of others
 * goes, or brought mail to an account that is not of the export. Thread-safe.
 */
final class RewritingImport {
    private static final Logger LOGGER = LoggerFactory.getLogger(RewritingImport.class);
    private static final String ANY = "*";

    private final AddressBook addresses;
    private final UsersRepository users;

    @Inject
    RewritingImport(AddressBook addresses, UsersRepository users) {
        this.addresses = addresses;
        this.users = users;
    }

    /** @param brought the accounts of this export that are there */
    void run(VerifiedExport export, Set<Username> brought, boolean dry, Report report)
            throws MoveException, UsersRepositoryException {
        SetMultimap<MappingSource, Mapping> wanted = AddressBook.parse(export.rewriting());
        SetMultimap<MappingSource, Mapping> there = addresses.mappings();
        Map<MappingSource, String> obstacles = obstacles(wanted, there, others(export, brought));
        for (MappingSource source : wanted.keySet()) {
            Set<Mapping> missing = Sets.difference(wanted.get(source), there.get(source));
            if (!missing.isEmpty() && obstacles.containsKey(source)) {
                report.missing("the rewriting of " + source.asString() + " is not imported: " + obstacles.get(source));
            } else if (!dry) {
                add(source, missing, report);
            }
        }
        for (Username user : brought) {
            MappingSource source = MappingSource.fromUser(user);
            if (isOtherwise(source, wanted, there)) {
                report.missing("mail for " + user.asString() + " goes elsewhere: " + otherwise(source));
            }
        }
    }

    private void add(MappingSource source, Set<Mapping> missing, Report report) {
        for (Mapping mapping : missing) {
            try {
                addresses.add(source, mapping);
            } catch (MoveException | RuntimeException e) {
                LOGGER.error("The rewriting of {} is not imported", source.asString(), e);
                report.missing("the rewriting of " + source.asString() + " is not imported: " + e.getMessage());
            }
        }
    }

    /** The accounts that are not of the export, and those of it that are not there. */
    private Set<Username> others(VerifiedExport export, Set<Username> brought) throws UsersRepositoryException {
        Set<Username> others = new HashSet<>();
        users.list().forEachRemaining(others::add);
        export.accounts().forEach(account -> others.add(account.user()));
        others.removeAll(brought);
        return others;
    }

    /** Why an address is not rewritten as the export says, by the address. */
    private static Map<MappingSource, String> obstacles(
            SetMultimap<MappingSource, Mapping> wanted,
            SetMultimap<MappingSource, Mapping> there,
            Set<Username> others) {
        Map<MappingSource, String> obstacles = new LinkedHashMap<>();
        for (MappingSource source : Sets.union(wanted.keySet(), there.keySet())) {
            if (isOtherwise(source, wanted, there)) {
                obstacles.put(source, otherwise(source));
            }
        }
        boolean again = true;
        while (again) {
            again = false;
            for (MappingSource source : wanted.keySet()) {
                if (!obstacles.containsKey(source)) {
                    Optional<String> obstacle = obstacle(source, wanted.get(source), others, obstacles.keySet());
                    obstacle.ifPresent(reason -> obstacles.put(source, reason));
                    again |= obstacle.isPresent();
                }
            }
        }
        return obstacles;
    }

    private static Optional<String> obstacle(
            MappingSource source, Set<Mapping> mappings, Set<Username> others, Set<MappingSource> notRewritten) {
        Optional<String> obstacle = account(source, others);
        for (Iterator<Mapping> each = mappings.iterator(); obstacle.isEmpty() && each.hasNext(); ) {
            Optional<MappingSource> target = target(each.next());
            obstacle = target.flatMap(address -> account(address, others))
                    .or(() -> target.filter(notRewritten::contains)
                            .map(address -> address.asString() + " is not rewritten as in the export"));
        }
        return obstacle;
    }

    private static Optional<String> account(MappingSource address, Set<Username> others) {
        Stream<Username> covered =
                address.getFixedUser().equals(ANY) || address.getFixedDomain().equals(ANY)
                        ? others.stream().filter(user -> covers(address, user))
                        : Stream.of(Username.of(address.asMailAddressString())).filter(others::contains);
        return covered.findFirst().map(user -> user.asString() + " is not the account of the export");
    }

    private static boolean covers(MappingSource address, Username user) {
        return is(address.getFixedUser(), user.getLocalPart())
                && user.getDomainPart()
                        .map(domain -> is(address.getFixedDomain(), domain.asString()))
                        .orElse(true);
    }

    private static boolean is(String pattern, String name) {
        return pattern.equals(ANY) || pattern.equalsIgnoreCase(name);
    }

    /** Where a mapping brings mail to, if that can be told. */
    private static Optional<MappingSource> target(Mapping mapping) {
        switch (mapping.getType()) {
            case Domain:
            case DomainAlias:
                return Optional.of(MappingSource.fromDomain(Domain.of(mapping.getMappingValue())));
            default:
                return mapping.asMailAddress().map(MappingSource::fromMailAddress);
        }
    }

    private static boolean isOtherwise(
            MappingSource source,
            SetMultimap<MappingSource, Mapping> wanted,
            SetMultimap<MappingSource, Mapping> there) {
        return !wanted.get(source).containsAll(there.get(source));
    }

    private static String otherwise(MappingSource source) {
        return source.asString() + " is rewritten otherwise here";
    }
}
