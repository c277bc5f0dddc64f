// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.lib.Mappings;

/** The domains of a James, and its rewriting of addresses: aliases, forwards, groups and the like. Thread-safe. */
final class AddressBook {
    private final MoveAudit audit;
    private final DomainList domains;
    private final RecipientRewriteTable table;

    @Inject
    AddressBook(MoveAudit audit, DomainList domains, RecipientRewriteTable table) {
        this.audit = audit;
        this.domains = domains;
        this.table = table;
    }

    List<String> domains() throws MoveException {
        try {
            return domains.getDomains().stream().map(Domain::asString).sorted().collect(Collectors.toList());
        } catch (DomainListException e) {
            throw new MoveException("the domains cannot be listed: " + e.getMessage(), e);
        }
    }

    /** One line for each mapping. */
    String rewriting() throws MoveException {
        TreeSet<String> lines = new TreeSet<>();
        mappings()
                .forEach((source, mapping) -> lines.add(
                        Json.object().put("source", written(source)).put("mapping", mapping.asString()) + "\n"));
        return String.join("", lines);
    }

    /** As James reads it: its own text of a domain looks like a user. */
    private static String written(MappingSource source) {
        return source.asDomain().map(domain -> "*@" + domain.asString()).orElseGet(source::asString);
    }

    /** @param lines of {@link #rewriting} */
    static SetMultimap<MappingSource, Mapping> parse(List<String> lines) throws MoveException {
        SetMultimap<MappingSource, Mapping> mappings = LinkedHashMultimap.create();
        for (String line : lines) {
            JsonNode json = Json.parse(line);
            mappings.put(MappingSource.parse(Json.text(json, "source")), Mapping.of(Json.text(json, "mapping")));
        }
        return mappings;
    }

    SetMultimap<MappingSource, Mapping> mappings() throws MoveException {
        SetMultimap<MappingSource, Mapping> all = LinkedHashMultimap.create();
        try {
            for (Map.Entry<MappingSource, Mappings> entry :
                    table.getAllMappings().entrySet()) {
                entry.getValue().forEach(mapping -> all.put(entry.getKey(), mapping));
            }
        } catch (RecipientRewriteTableException e) {
            throw new MoveException("the rewriting of addresses cannot be listed: " + e.getMessage(), e);
        }
        return all;
    }

    void addDomains(List<String> names) throws MoveException {
        try {
            for (String name : names) {
                if (!domains.containsDomain(Domain.of(name))) {
                    add(Domain.of(name));
                }
            }
        } catch (DomainListException e) {
            throw new MoveException("a domain cannot be added: " + e.getMessage(), e);
        }
    }

    private void add(Domain domain) throws DomainListException {
        try (MoveAudit.Step step = audit.beginsDomain(domain)) {
            domains.addDomain(domain);
            step.done();
        }
    }

    void add(MappingSource source, Mapping mapping) throws MoveException {
        try (MoveAudit.Step step = audit.beginsRewriting(source.asString())) {
            table.addMapping(source, mapping);
            step.done();
        } catch (RecipientRewriteTableException e) {
            throw new MoveException("the rewriting of " + source.asString() + " cannot be added: " + e.getMessage(), e);
        }
    }
}
