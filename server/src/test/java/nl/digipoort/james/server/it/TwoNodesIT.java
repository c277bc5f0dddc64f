// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static nl.digipoort.james.server.it.TestMessages.messages;
import static nl.digipoort.james.server.it.TestMessages.subject;
import static nl.digipoort.james.server.it.TestMessages.subjects;
import static nl.digipoort.james.server.it.TwoNodes.LOCKED_AND_READY;
import static nl.digipoort.james.server.it.TwoNodes.UNTIL_OVER;
import static nl.digipoort.james.server.it.TwoNodes.assertLost;
import static nl.digipoort.james.server.it.TwoNodes.login;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import nl.digipoort.james.testing.OddMessages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The maildrop lock among two servers on one PostgreSQL, whatever becomes of the one that has it. */
@ExtendWith(TwoNodes.Shared.class)
class TwoNodesIT {
    private static final String[] MESSAGES = messages("one", "two", "three");

    private static final Duration ARRIVAL = Duration.ofMinutes(1);

    private final TwoNodes nodes;

    TwoNodesIT(TwoNodes nodes) {
        this.nodes = nodes;
    }

    @Test
    void refusesTheOtherNodesClientsForAsLongAsTheSessionLasts() throws Exception {
        Account account = nodes.a().newAccount();

        try (Pop3Client holder = nodes.a().loggedIn(account)) {
            await().atMost(UNTIL_OVER).until(() -> {
                assertThat(login(nodes.b(), account)).startsWith("-ERR [IN-USE]");
                return nodes.isHeldBeyondOneLease(account);
            });
            assertThat(login(nodes.b(), account)).startsWith("-ERR [IN-USE]");

            assertThat(holder.command("QUIT")).isEqualTo("+OK Bye");
        }

        assertThat(login(nodes.b(), account)).isEqualTo(LOCKED_AND_READY);
    }

    /** In the order in which they came, the one that came when the maildrop was free again last of all. */
    @Test
    void holdsWhatComesThroughTheOtherNodeUntilTheSessionEnds() throws Exception {
        Account account = nodes.a().newAccount();
        nodes.a().append(account, messages("before"));
        try (Pop3Client holder = nodes.a().loggedIn(account)) {
            deliver(nodes.b(), account, "first");
            deliver(nodes.a(), account, "second");
            deliver(nodes.b(), account, "third");
            assertThat(nodes.a().webAdmin().get("/digipoort/held")).contains("\"count\":3");
            assertThat(nodes.b().webAdmin().messagesOf(account.user())).isEqualTo("1");
            assertThat(holder.command("QUIT")).isEqualTo("+OK Bye");
        }
        deliver(nodes.b(), account, "fourth");

        await().atMost(ARRIVAL).untilAsserted(() -> assertThat(subjects(nodes.a(), account))
                .containsExactly("before", "first", "second", "third", "fourth"));
    }

    /** Its own node learns of it within a minute. */
    @Test
    void endsTheSessionOfAUserWhomTheOtherNodeHasRemovedAndDeletesNothingForIt() throws Exception {
        Account quits = nodes.b().newAccount();
        Account idles = nodes.b().newAccount();
        nodes.b().append(quits, messages("one"));
        nodes.b().append(idles, messages("one"));

        try (Pop3Client quitting = nodes.b().loggedIn(quits);
                Pop3Client idle = nodes.b().loggedIn(idles)) {
            quitting.command("DELE 1");
            remove(quits);
            assertThat(quitting.command("QUIT")).isEqualTo("-ERR The account has changed, no message was removed");

            remove(idles);
            idle.patience(Duration.ofSeconds(90));
            assertThat(idle.read()).isEqualTo(-1);
        }

        for (Account account : List.of(quits, idles)) {
            String user = "{\"password\":\"" + account.password() + "\"}";
            assertThat(nodes.a()
                            .webAdmin()
                            .send("PUT", "/users/" + account.user(), user)
                            .statusCode())
                    .isEqualTo(204);
            assertThat(nodes.b().list(account)).isEmpty();
            assertThat(nodes.b().webAdmin().get("/users/" + account.user() + "/mailboxes"))
                    .contains("\"removed-");
        }
    }

    private void remove(Account account) throws Exception {
        HttpResponse<String> answer = nodes.a().webAdmin().send("DELETE", "/users/" + account.user(), "");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("is removed, but its mail or its limits are left");
    }

    /** Whichever node brings it in. */
    @Test
    void bringsInWhatTheOtherNodeHasHeldOctetForOctetAndInOrder() throws Exception {
        Account account = nodes.a().newAccount();
        byte[][] messages = OddMessages.all().values().toArray(new byte[0][]);
        try (Pop3Client holder = nodes.b().loggedIn(account);
                SmtpClient agency = new SmtpClient(nodes.a().process().smtpPort())) {
            for (byte[] message : messages) {
                assertThat(agency.deliver(message, account.user())).startsWith("250 ");
            }
            assertThat(holder.command("QUIT")).isEqualTo("+OK Bye");
        }

        await().atMost(ARRIVAL)
                .untilAsserted(() -> assertThat(nodes.b().webAdmin().messagesOf(account.user()))
                        .isEqualTo(Integer.toString(messages.length)));
        Fetched.from(nodes.b(), account).areTraced(messages);
    }

    /** Each is sent after the answer to the one before, to one node and the other, while sessions come and go on both. */
    @Test
    void keepsTheOrderOfTheAnswersOverBothNodesAndSessions() throws Exception {
        Account account = nodes.a().newAccount();
        List<String> sent = new ArrayList<>();
        List<String> fetched = new ArrayList<>();
        try (SmtpClient toA = new SmtpClient(nodes.a().process().smtpPort());
                SmtpClient toB = new SmtpClient(nodes.b().process().smtpPort())) {
            for (int i = 0; i < 20; i++) {
                try (Pop3Client session = (i % 3 == 0 ? nodes.a() : nodes.b()).loggedIn(account)) {
                    for (SmtpClient agency : List.of(toA, toB, toB)) {
                        sent.add("number " + sent.size());
                        assertThat(agency.deliver(
                                        ("Subject: " + sent.get(sent.size() - 1) + "\r\n\r\nb\r\n")
                                                .getBytes(StandardCharsets.US_ASCII),
                                        account.user()))
                                .startsWith("250 ");
                    }
                    fetched.addAll(fetchAndDelete(session));
                }
                sent.add("number " + sent.size());
                assertThat(toA.deliver(
                                ("Subject: " + sent.get(sent.size() - 1) + "\r\n\r\nb\r\n")
                                        .getBytes(StandardCharsets.US_ASCII),
                                account.user()))
                        .startsWith("250 ");
            }
        }

        await().atMost(ARRIVAL).untilAsserted(() -> {
            try (Pop3Client session = nodes.a().loggedIn(account)) {
                fetched.addAll(fetchAndDelete(session));
            }
            assertThat(fetched).hasSameSizeAs(sent);
        });
        assertThat(fetched).isEqualTo(sent);
    }

    private static List<String> fetchAndDelete(Pop3Client session) throws IOException {
        List<String> subjects = new ArrayList<>();
        int count = Integer.parseInt(session.command("STAT").split(" ", -1)[1]);
        for (int number = 1; number <= count; number++) {
            session.command("RETR " + number);
            session.readLines().stream()
                    .filter(line -> line.startsWith("Subject: "))
                    .map(line -> line.substring("Subject: ".length()))
                    .forEach(subjects::add);
            session.command("DELE " + number);
        }
        assertThat(session.command("QUIT")).isEqualTo("+OK Bye");
        return subjects;
    }

    private static void deliver(TestGateway node, Account account, String subject) throws Exception {
        assertThat(SmtpClient.deliver(node.process().smtpPort(), account.user(), subject))
                .startsWith("250 ");
    }

    @Test
    void servesTheMaildropWithinTheLeaseWhenTheOtherNodeIsKilledAndDeletesNothing() throws Exception {
        Account account = nodes.a().newAccount();
        nodes.a().append(account, MESSAGES);
        try (Pop3Client client = nodes.a().loggedIn(account)) {
            assertThat(client.command("DELE 1")).startsWith("+OK");
            assertThat(client.command("DELE 2")).startsWith("+OK");

            nodes.a().process().kill();

            assertThat(login(nodes.b(), account)).startsWith("-ERR [IN-USE]");
            // by the other node, which watches it for the lease time
            await().atMost(UNTIL_OVER).until(() -> nodes.heldFor(account).isEmpty());
            assertThat(subjects(nodes.b(), account)).containsExactly("one", "two", "three");
        }
    }

    /**
     * Three sessions of one server that stands still: the maildrops of two are used by the other server meanwhile, and nobody
     * takes the third, whose lease is over all the same.
     */
    @Test
    void deletesNothingAndSaysSoWhenTheNodeStoodStillForLongerThanTheLease() throws Exception {
        TestGateway a = nodes.a();
        Account quitter = accountWithMail();
        Account reader = accountWithMail();
        Account untouched = accountWithMail();
        try (Pop3Client quitting = markedFirst(quitter);
                Pop3Client reading = markedFirst(reader);
                Pop3Client late = markedFirst(untouched)) {
            a.process().pause();
            try {
                for (Account account : List.of(quitter, reader, untouched)) {
                    await().atMost(UNTIL_OVER)
                            .until(() -> nodes.heldFor(account).isEmpty());
                }
                for (Account account : List.of(quitter, reader)) {
                    try (Pop3Client other = nodes.b().loggedIn(account)) {
                        assertThat(subject(other, 3)).isEqualTo("three");
                        assertThat(other.command("DELE 3")).startsWith("+OK");
                        assertThat(other.command("QUIT")).isEqualTo("+OK Bye");
                    }
                }
            } finally {
                a.process().resume();
            }

            assertLost(quitting, "QUIT");
            assertLost(reading, "RETR 1");
            assertLost(late, "QUIT");
        }
        assertThat(subjects(a, quitter)).containsExactly("one", "two");
        assertThat(subjects(a, reader)).containsExactly("one", "two");
        assertThat(subjects(a, untouched)).containsExactly("one", "two", "three");
    }

    /** B learns of the limit within seconds; when A's client has logged in is in the database of both. */
    @Test
    void countsALoginOfTheOtherNodesClientForTheLoginDelay() throws Exception {
        Account account = nodes.a().newAccount();
        String limits = "/digipoort/limits/" + account.user();
        assertThat(nodes.a()
                        .webAdmin()
                        .send("PUT", limits, "{\"loginDelay\":3600}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(login(nodes.a(), account)).isEqualTo(LOCKED_AND_READY);
        assertThat(login(nodes.a(), account)).startsWith("-ERR [LOGIN-DELAY] ");

        await().atMost(ARRIVAL)
                .untilAsserted(() -> assertThat(login(nodes.b(), account)).startsWith("-ERR [LOGIN-DELAY] "));

        nodes.b().webAdmin().send("DELETE", limits, "");
        assertThat(login(nodes.b(), account)).isEqualTo(LOCKED_AND_READY);
    }

    private Account accountWithMail() throws Exception {
        Account account = nodes.a().newAccount();
        nodes.a().append(account, MESSAGES);
        return account;
    }

    private Pop3Client markedFirst(Account account) throws Exception {
        Pop3Client client = nodes.a().loggedIn(account);
        assertThat(client.command("DELE 1")).startsWith("+OK");
        return client;
    }
}
