// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.failure.StoreUnavailableException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTable.ErrorMappingException;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.user.api.UsersRepository;

/**
 * Resolves an address to its maildrops: the targets of its alias, group or forward, all of which must be on this server, or else the user's
 * own. A result is kept for one second, because a look-up takes milliseconds and one agency sends many messages in a row. Thread-safe.
 */
@Singleton
final class Recipients {
    private static final Duration REMEMBERED = Duration.ofSeconds(1);
    private static final int MOST_REMEMBERED = 10_000;
    private static final String POSTMASTER = "postmaster";

    private final UsersRepository users;
    private final DomainList domains;
    private final RecipientRewriteTable rewrites;
    private final Cache<String, Resolution> found = CacheBuilder.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(MOST_REMEMBERED)
            .build();

    @Inject
    Recipients(UsersRepository users, DomainList domains, RecipientRewriteTable rewrites) {
        this.users = users;
        this.domains = domains;
        this.rewrites = rewrites;
    }

    /** Whether the path has the form of a recipient: an address, or the postmaster without a domain (RFC 5321 section 4.5.1). */
    static boolean mayBe(PathArgument path) {
        return path.isAddress() || path.address().equalsIgnoreCase(POSTMASTER);
    }

    /**
     * Resolves an address; blocks.
     *
     * @param address one that {@link #mayBe} accepts
     * @throws StoreUnavailableException if anything fails, so that no address is refused because of a failure
     */
    Resolution find(String address) {
        Resolution known = found.getIfPresent(address);
        if (known != null) {
            return known;
        }
        try {
            Resolution resolution = look(
                    address.equalsIgnoreCase(POSTMASTER)
                            ? new MailAddress(address, domains.getDefaultDomain())
                            : new MailAddress(address));
            if (resolution.kind() == Resolution.Kind.LOCAL) {
                found.put(address, resolution);
            }
            return resolution;
        } catch (Exception e) {
            // James's rewriting throws checked exceptions that it does not declare.
            throw new StoreUnavailableException("a recipient cannot be looked up", e);
        }
    }

    private Resolution look(MailAddress address) throws Exception {
        if (!domains.containsDomain(address.getDomain())) {
            return Resolution.FOREIGN;
        }
        List<Mapping> mappings;
        try {
            mappings = rewrites.getResolvedMappings(address.getLocalPart(), address.getDomain())
                    .asStream()
                    .collect(Collectors.toList());
        } catch (ErrorMappingException e) {
            return Resolution.UNKNOWN;
        }
        if (mappings.isEmpty()) {
            return user(address).map(user -> Resolution.local(Set.of(user))).orElse(Resolution.UNKNOWN);
        }
        Set<Username> maildrops = new LinkedHashSet<>();
        for (Mapping mapping : mappings) {
            Optional<MailAddress> target = mapping.asMailAddress();
            if (target.isPresent() && !domains.containsDomain(target.get().getDomain())) {
                return Resolution.FOREIGN;
            }
            Optional<Username> user = target.isPresent() ? user(target.get()) : Optional.empty();
            if (user.isEmpty()) {
                return Resolution.UNKNOWN;
            }
            maildrops.add(user.get());
        }
        return Resolution.local(maildrops);
    }

    private Optional<Username> user(MailAddress address) throws Exception {
        Username user = users.getUsername(address);
        return users.contains(user) ? Optional.of(user) : Optional.empty();
    }
}
