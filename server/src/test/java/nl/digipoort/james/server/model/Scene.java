// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import nl.digipoort.james.server.model.Command.Kind;

/** A history of one maildrop that a test makes up: each step takes one moment, and the next one begins after it. */
final class Scene {
    static final String ACCOUNT = "a@example.org";

    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Visit> visits = new ArrayList<>();
    private final List<AuditRecord> audit = new ArrayList<>();
    private long now;

    long now() {
        return now;
    }

    private Span moment() {
        return from(now);
    }

    /** From an earlier moment until now. */
    private Span from(long invoked) {
        now += 2;
        return new Span(invoked, now - 1);
    }

    void delivered(String mark) {
        delivered(mark, now);
    }

    /** DATA was sent at that earlier moment. */
    void delivered(String mark, long invoked) {
        sent(mark, from(invoked), Outcome.OK, "250 accepted");
    }

    void sent(String mark, Outcome outcome) {
        sent(mark, moment(), outcome, "");
    }

    private void sent(String mark, Span span, Outcome outcome, String answer) {
        deliveries.add(new Delivery(span, "agency", "A", ACCOUNT, content(mark), outcome, answer));
    }

    static Content content(String mark) {
        return new Content(mark, "digest of " + mark);
    }

    Visit login() {
        return login(now);
    }

    /** PASS was sent at that earlier moment. */
    Visit login(long invoked) {
        Visit visit = new Visit(visits.size() + 1, false);
        visit.add(Kind.LOGIN, 0, from(invoked), Outcome.OK, "+OK", List.of(), Content.NONE);
        visits.add(visit);
        return visit;
    }

    /** The last look at everything: the messages in their order. */
    void ends(String... marks) {
        Visit visit = new Visit(visits.size() + 1, true);
        visit.add(Kind.LOGIN, 0, moment(), Outcome.OK, "+OK", List.of(), Content.NONE);
        visits.add(visit);
        visit.sees(marks).retrievesAll(marks).quits();
    }

    /** The unique-id of a message is "id-" and its mark. */
    MaildropHistory maildrop() {
        return maildrop(entry -> true);
    }

    MaildropHistory maildrop(Predicate<AuditRecord> recorded) {
        return MaildropHistory.of(history(recorded), ACCOUNT);
    }

    History history(Predicate<AuditRecord> recorded) {
        return new History(
                deliveries,
                visits.stream().map(Visit::session).toList(),
                List.of(),
                audit.stream().filter(recorded).toList());
    }

    /** A session. Its server keeps an audit trail as it should. */
    final class Visit {
        private final int number;
        private final boolean isLast;
        private final List<Command> commands = new ArrayList<>();

        private Visit(int number, boolean isLast) {
            this.number = number;
            this.isLast = isLast;
        }

        private Session session() {
            return new Session("client-" + number, "A", number, ACCOUNT, isLast, commands);
        }

        private void add(
                Kind kind, int about, Span span, Outcome outcome, String answer, List<String> lines, Content content) {
            commands.add(new Command(kind, about, span, outcome, answer, lines, content));
        }

        private void records(String event, List<String> uniqueIds) {
            audit.add(new AuditRecord("A", event, ACCOUNT, number, "", uniqueIds));
        }

        /** UIDL: the messages with these marks, from 1 on. */
        Visit sees(String... marks) {
            return listed(
                    Kind.UIDL,
                    IntStream.rangeClosed(1, marks.length)
                            .mapToObj(i -> i + " id-" + marks[i - 1])
                            .toArray(String[]::new));
        }

        Visit listed(Kind kind, String... lines) {
            add(kind, 0, moment(), Outcome.OK, "+OK", List.of(lines), Content.NONE);
            return this;
        }

        Visit counted(String answer) {
            add(Kind.STAT, 0, moment(), Outcome.OK, answer, List.of(), Content.NONE);
            return this;
        }

        Visit retrieves(int message, Content content) {
            add(Kind.RETR, message, moment(), Outcome.OK, "+OK", List.of(), content);
            records("retrieval-begun", List.of(session().view().get(message)));
            return this;
        }

        private Visit retrievesAll(String... marks) {
            for (int i = 0; i < marks.length; i++) {
                retrieves(i + 1, content(marks[i]));
            }
            return this;
        }

        Visit refused(Kind kind, int message, String answer) {
            add(kind, message, moment(), Outcome.FAIL, answer, List.of(), Content.NONE);
            return this;
        }

        Visit marks(int... messages) {
            for (int message : messages) {
                add(Kind.DELE, message, moment(), Outcome.OK, "+OK", List.of(), Content.NONE);
                records("marked", List.of(session().view().get(message)));
            }
            return this;
        }

        Visit unmarks() {
            add(Kind.RSET, 0, moment(), Outcome.OK, "+OK", List.of(), Content.NONE);
            return this;
        }

        void quits() {
            quits(now);
        }

        /** QUIT was sent at that earlier moment. */
        void quits(long invoked) {
            quits(from(invoked), Outcome.OK, "+OK Bye");
        }

        void quits(Outcome outcome, String answer) {
            quits(moment(), outcome, answer);
        }

        private void quits(Span span, Outcome outcome, String answer) {
            records("deletion-begun", List.copyOf(session().marked()));
            add(Kind.QUIT, 0, span, outcome, answer, List.of(), Content.NONE);
        }
    }
}
