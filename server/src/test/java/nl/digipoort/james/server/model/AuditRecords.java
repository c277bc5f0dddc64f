// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import com.google.common.collect.Multisets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import nl.digipoort.james.server.model.Command.Kind;

/**
 * The trail of the session's node has a record of each RETR that sent octets, of each mark, and of each message that a QUIT deleted; and none of a
 * deletion that no client asked for. Logins are not looked at: they go on while the trail cannot be written.
 */
final class AuditRecords implements Rule {
    @Override
    public List<String> broken(MaildropHistory maildrop) {
        Multiset<Entry> recorded = HashMultiset.create();
        maildrop.audit().forEach(entry -> recorded.addAll(Entry.of(entry)));
        Multiset<Entry> due = HashMultiset.create();
        Multiset<Entry> allowed = HashMultiset.create();
        for (Session session : maildrop.sessions()) {
            due.addAll(due(session));
            session.marked().stream()
                    .filter(uniqueId -> session.quit().isPresent())
                    .forEach(uniqueId -> allowed.add(Entry.of(session, "deletion-begun", uniqueId)));
        }

        List<String> broken = new ArrayList<>();
        Multisets.difference(due, recorded).entrySet().forEach(missing -> broken.add("not recorded: " + missing));
        recorded.elementSet().stream()
                .filter(entry -> entry.event.equals("deletion-begun") && !allowed.contains(entry))
                .forEach(entry -> broken.add("nobody asked for it: " + entry));
        return broken;
    }

    private static List<Entry> due(Session session) {
        List<Entry> due = new ArrayList<>();
        NavigableMap<Integer, String> view = session.view();
        for (Command command : session.commands()) {
            String uniqueId = view.getOrDefault(command.number(), "?");
            if (command.is(Kind.RETR) && command.answer().startsWith("+OK")) {
                due.add(Entry.of(session, "retrieval-begun", uniqueId));
            } else if (command.isDone(Kind.DELE)) {
                due.add(Entry.of(session, "marked", uniqueId));
            } else if (command.isDone(Kind.QUIT)) {
                session.marked().forEach(marked -> due.add(Entry.of(session, "deletion-begun", marked)));
            }
        }
        return due;
    }

    /** What is said of one message on one connection. A port is used again after a time, so entries are counted. */
    private record Entry(String node, int port, String event, String uniqueId) {
        static final Set<String> OF_MESSAGES = Set.of("retrieval-begun", "marked", "deletion-begun");

        static Entry of(Session session, String event, String uniqueId) {
            return new Entry(session.node(), session.port(), event, uniqueId);
        }

        static List<Entry> of(AuditRecord entry) {
            if (!OF_MESSAGES.contains(entry.event()) || entry.command().equals("TOP")) {
                return List.of();
            }
            return entry.uniqueIds().stream()
                    .map(uniqueId -> new Entry(entry.node(), entry.port(), entry.event(), uniqueId))
                    .toList();
        }
    }
}
