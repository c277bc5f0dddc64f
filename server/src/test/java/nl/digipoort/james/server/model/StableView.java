// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Within a session UIDL, LIST and STAT always tell the same messages, less those that are marked; each of them can be fetched, as often as the
 * client wants, and has the octets that were sent. The server may say that it cannot answer now.
 */
final class StableView implements Rule {
    private static final String NOT_NOW = "-ERR [SYS/TEMP]";

    @Override
    public List<String> broken(MaildropHistory maildrop) {
        Map<String, Content> sent = maildrop.deliveries().stream()
                .collect(Collectors.toMap(Delivery::mark, Delivery::content, (a, b) -> a));
        return maildrop.sessions().stream()
                .filter(Session::hasView)
                .flatMap(session -> new Walk(session, sent).broken().stream().map(what -> session.name() + ": " + what))
                .toList();
    }

    /** One session, command by command. */
    private static final class Walk {
        private final Session session;
        private final Map<String, Content> sent;
        private final NavigableMap<Integer, String> uniqueIds;
        private final NavigableMap<Integer, String> sizes = new TreeMap<>();
        private final NavigableMap<Integer, String> left;
        private final Map<Integer, Content> fetched = new HashMap<>();
        private final List<String> broken = new ArrayList<>();

        Walk(Session session, Map<String, Content> sent) {
            this.session = session;
            this.sent = sent;
            this.uniqueIds = session.view();
            this.left = new TreeMap<>(uniqueIds);
        }

        List<String> broken() {
            session.commands().forEach(this::take);
            return broken;
        }

        private void take(Command command) {
            if (command.number() > 0 && command.outcome() == Outcome.FAIL) {
                expect(!left.containsKey(command.number()) || command.answer().startsWith(NOT_NOW), command);
            } else if (command.outcome() == Outcome.OK) {
                done(command);
            }
        }

        private void done(Command command) {
            switch (command.kind()) {
                case UIDL -> expect(Session.numbered(command).equals(left), command);
                case LIST -> list(command);
                case STAT -> stat(command);
                case RETR -> retrieved(command);
                case DELE -> expect(left.remove(command.number()) != null, command);
                case RSET -> left.putAll(uniqueIds);
                default -> {}
            }
        }

        private void list(Command command) {
            NavigableMap<Integer, String> listed = Session.numbered(command);
            expect(listed.keySet().equals(left.keySet()), command);
            listed.forEach(
                    (number, size) -> expect(sizes.getOrDefault(number, size).equals(size), command));
            sizes.putAll(listed);
        }

        private void stat(Command command) {
            String[] words = command.answer().split(" ", -1);
            expect(words[1].equals(Integer.toString(left.size())), command);
            if (sizes.keySet().containsAll(left.keySet())) {
                long octets = left.keySet().stream()
                        .mapToLong(number -> Long.parseLong(sizes.get(number)))
                        .sum();
                expect(words[2].equals(Long.toString(octets)), command);
            }
        }

        private void retrieved(Command command) {
            Content content = command.content();
            expect(left.containsKey(command.number()), command);
            expect(content.equals(sent.get(content.mark())), command);
            expect(fetched.getOrDefault(command.number(), content).equals(content), command);
            fetched.put(command.number(), content);
        }

        private void expect(boolean held, Command command) {
            if (!held) {
                broken.add(command + " where " + left + " was left");
            }
        }
    }
}
