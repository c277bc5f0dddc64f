// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static nl.digipoort.james.server.it.TestMessages.message;
import static nl.digipoort.james.server.it.TestMessages.subjects;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Agencies send while the database is away: they are told to try again, and when it is back all goes on without a restart. */
@ExtendWith(TwoNodes.Shared.class)
class ReceptionWithoutDatabaseIT {
    private static final String TROUBLE = "451 4.3.0 Temporary failure, try again later";
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int MAILS = 60;

    private final TwoNodes nodes;
    private boolean down;

    ReceptionWithoutDatabaseIT(TwoNodes nodes) {
        this.nodes = nodes;
    }

    @AfterEach
    void mend() {
        nodes.link().mend();
        if (down) {
            restart();
        }
    }

    private void crash() {
        nodes.postgres().crash();
        down = true;
    }

    private void restart() {
        nodes.postgres().start();
        down = false;
    }

    @Test
    void refusesNobodyForGoodWhileTheDatabaseIsAway() throws Exception {
        Account anna = nodes.a().newAccount();
        Account bob = nodes.a().newAccount();
        try (SmtpClient early = new SmtpClient(nodes.a().process().smtpPort());
                SmtpClient late = new SmtpClient(nodes.a().process().smtpPort())) {
            early.begin(anna.user());
            nodes.link().cut();

            assertThat(early.end(message("one").getBytes(US_ASCII))).isEqualTo(TROUBLE);
            assertThat(late.send("MAIL FROM:<agency@example.com>")).startsWith("250 ");
            assertThat(late.send("RCPT TO:<" + bob.user() + ">")).isEqualTo(TROUBLE);
            assertThat(late.send("RCPT TO:<nobody@" + TestGateway.DOMAIN + ">")).isEqualTo(TROUBLE);
            nodes.link().mend();

            assertThat(late.send("RSET")).startsWith("250 ");
            assertThat(deliveredInTheEnd(late, bob, "two")).isTrue();
            assertThat(deliveredInTheEnd(early, anna, "one")).isTrue();
        }
        assertThat(subjects(nodes.b(), anna)).containsExactly("one");
        assertThat(subjects(nodes.b(), bob)).containsExactly("two");
    }

    private static boolean deliveredInTheEnd(SmtpClient client, Account account, String subject) {
        await().atMost(LONG).until(() -> attempt(client, subject, account).startsWith("250 "));
        return true;
    }

    /** One attempt; the reply that ended it. */
    private static String attempt(SmtpClient client, String subject, Account... accounts) throws Exception {
        client.send("RSET");
        client.send("MAIL FROM:<agency@example.com>");
        for (Account account : accounts) {
            String reply = client.send("RCPT TO:<" + account.user() + ">");
            if (!reply.startsWith("250 ")) {
                return reply;
            }
        }
        client.send("DATA");
        return client.end(message(subject).getBytes(US_ASCII));
    }

    /**
     * One maildrop is free, one has a session. The mail that was under way at the crash may be there twice, since nobody can know what
     * became of it; no other may.
     */
    @Test
    void losesNoAcceptedMailInACrashAndDoublesNone() throws Exception {
        Account free = nodes.a().newAccount();
        Account busy = nodes.a().newAccount();
        int port = nodes.a().process().smtpPort();
        AtomicInteger accepted = new AtomicInteger();
        Set<String> repeated = ConcurrentHashMap.newKeySet();
        Set<String> replies = ConcurrentHashMap.newKeySet();
        List<String> sent = IntStream.range(0, MAILS).mapToObj(i -> "mail " + i).toList();

        try (Pop3Client session = nodes.b().loggedIn(busy)) {
            CompletableFuture<Void> agency = CompletableFuture.runAsync(() -> {
                try (SmtpClient client = new SmtpClient(port)) {
                    for (String subject : sent) {
                        String reply = attempt(client, subject, free, busy);
                        while (!reply.startsWith("250 ")) {
                            replies.add(reply);
                            repeated.add(subject);
                            reply = attempt(client, subject, free, busy);
                        }
                        accepted.incrementAndGet();
                    }
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            await().atMost(LONG).until(() -> accepted.get() >= MAILS / 3 || agency.isDone());
            crash();
            await().atMost(LONG).until(() -> replies.contains(TROUBLE) || agency.isDone());
            restart();
            agency.get(LONG.toSeconds(), TimeUnit.SECONDS);
            session.command("QUIT");
        }

        assertThat(replies).containsExactly(TROUBLE);
        assertThat(repeated).hasSize(1);
        await().atMost(LONG).untilAsserted(() -> assertThat(nodes.b().webAdmin().get("/digipoort/held/" + busy.user()))
                .isEqualTo("[]"));
        assertThat(withoutRepeated(subjects(nodes.b(), free), repeated)).isEqualTo(withoutRepeated(sent, repeated));
        assertThat(withoutRepeated(subjects(nodes.b(), busy), repeated)).isEqualTo(withoutRepeated(sent, repeated));
        assertThat(subjects(nodes.b(), free)).containsAll(repeated);
        assertThat(subjects(nodes.b(), busy)).containsAll(repeated);
    }

    private static List<String> withoutRepeated(List<String> subjects, Set<String> repeated) {
        List<String> others = new ArrayList<>(subjects);
        others.removeAll(repeated);
        return others;
    }
}
