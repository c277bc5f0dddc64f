// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static nl.digipoort.james.server.it.DistributedNodes.LEASE;
import static nl.digipoort.james.server.it.TestMessages.messages;
import static nl.digipoort.james.server.it.TestMessages.subjects;
import static nl.digipoort.james.server.it.TwoNodes.LOCKED_AND_READY;
import static nl.digipoort.james.server.it.TwoNodes.login;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import nl.digipoort.james.testing.OddMessages;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The drop-in jar in a James on Cassandra and RabbitMQ, with two nodes. */
class DistributedIT {
    private static final Duration ARRIVAL = Duration.ofSeconds(60);

    private static DistributedNodes nodes;

    @BeforeAll
    static void start(@TempDir Path scratch) throws Exception {
        nodes = DistributedNodes.start(scratch);
    }

    @AfterAll
    static void stop() {
        if (nodes != null) {
            nodes.close();
        }
    }

    @Test
    void servesMailThatCameInThroughTheOtherNodeOctetForOctetAndDeletesIt() throws Exception {
        Account account = nodes.a().newAccount();
        byte[][] messages = OddMessages.all().values().toArray(new byte[0][]);

        try (SmtpClient agency = new SmtpClient(nodes.a().process().smtpPort())) {
            for (byte[] message : messages) {
                assertThat(agency.deliver(message, account.user())).startsWith("250 ");
            }
        }

        Fetched.from(nodes.b(), account).areTraced(messages);
        try (Pop3Client client = nodes.b().loggedIn(account)) {
            for (int number = 1; number <= messages.length; number++) {
                assertThat(client.command("DELE " + number)).startsWith("+OK");
            }
            assertThat(client.command("QUIT")).isEqualTo("+OK Bye");
        }
        assertThat(nodes.a().list(account)).isEmpty();
    }

    /** The record for DIGEST-MD5 is made by the node where the password was set. */
    @Test
    void letsClientsInOnBothNodesByDigestMd5AndByPlain() throws Exception {
        Account account = nodes.a().newAccount();

        for (TestGateway node : List.of(nodes.a(), nodes.b())) {
            assertThat(digestMd5(node, account.user(), account.password())).isEqualTo(LOCKED_AND_READY);
            assertThat(digestMd5(node, account.user(), "another")).startsWith("-ERR [AUTH]");
            assertThat(plain(node, account.user(), account.password())).isEqualTo(LOCKED_AND_READY);
            assertThat(plain(node, account.user(), "another")).startsWith("-ERR [AUTH]");
        }
    }

    private static String digestMd5(TestGateway node, String user, String password) throws IOException {
        try (Pop3Client client = node.secured()) {
            return quitAfter(client, new DigestMd5Login(user, password).on(client));
        }
    }

    private static String plain(TestGateway node, String user, String password) throws IOException {
        byte[] message = ("\0" + user + "\0" + password).getBytes(US_ASCII);
        try (Pop3Client client = node.secured()) {
            return quitAfter(
                    client, client.command("AUTH PLAIN " + Base64.getEncoder().encodeToString(message)));
        }
    }

    private static String quitAfter(Pop3Client client, String answer) throws IOException {
        assertThat(client.command("QUIT")).startsWith("+OK");
        return answer;
    }

    /** Whichever node brings in what waited. */
    @Test
    void keepsTheOtherNodesClientsAndMailOutOfAMaildropInUse() throws Exception {
        Account account = nodes.a().newAccount();
        try (Pop3Client holder = nodes.b().loggedIn(account)) {
            assertThat(login(nodes.a(), account)).startsWith("-ERR [IN-USE]");
            for (String subject : List.of("first", "second")) {
                assertThat(SmtpClient.deliver(nodes.a().process().smtpPort(), account.user(), subject))
                        .startsWith("250 ");
            }
            assertThat(nodes.b().webAdmin().get("/digipoort/held")).contains("\"count\":2");
            assertThat(nodes.a().webAdmin().messagesOf(account.user())).isEqualTo("0");
            assertThat(holder.command("QUIT")).isEqualTo("+OK Bye");
        }

        nodes.a().awaitMessages(account, 2);
        assertThat(subjects(nodes.b(), account)).containsExactly("first", "second");
    }

    @Test
    void freesTheMaildropOfAKilledNodeAfterTheLeaseAndDeletesNothing() throws Exception {
        Account account = nodes.a().newAccount();
        nodes.a().append(account, messages("one", "two", "three"));
        try (Pop3Client client = nodes.a().loggedIn(account)) {
            assertThat(client.command("DELE 1")).startsWith("+OK");

            nodes.a().process().kill();
            assertThat(login(nodes.b(), account)).startsWith("-ERR [IN-USE]");

            // from that look at the lock on, or from one of the node's own since the last renewal
            await().pollDelay(Duration.ofMillis(500))
                    .pollInterval(Duration.ofSeconds(1))
                    .between(LEASE.dividedBy(2), LEASE.plusSeconds(30))
                    .until(() -> login(nodes.b(), account).equals(LOCKED_AND_READY));
            assertThat(subjects(nodes.b(), account)).containsExactly("one", "two", "three");
        }
    }

    @Test
    void saysThatAllIsWellOnBothNodes() throws Exception {
        for (TestGateway node : List.of(nodes.a(), nodes.b())) {
            await().atMost(ARRIVAL).untilAsserted(() -> assertThat(
                            node.webAdmin().get("/healthcheck"))
                    .startsWith("{\"status\":\"healthy\"")
                    .contains("Cassandra backend", "RabbitMQ backend", "RabbitMQ events", "Digipoort maildrops"));
        }
    }

    /** Whichever node runs it. */
    @Test
    void runsTasksOfWebAdminThroughRabbitMq() throws Exception {
        String submitted = nodes.a()
                .webAdmin()
                .send("POST", "/quota/users?task=RecomputeCurrentQuotas", "")
                .body();
        Matcher task = Pattern.compile("\"taskId\":\"([^\"]+)\"").matcher(submitted);

        assertThat(task.find()).as(submitted).isTrue();
        await().atMost(ARRIVAL)
                .untilAsserted(() -> assertThat(nodes.b().webAdmin().get("/tasks/" + task.group(1)))
                        .contains("\"status\":\"completed\""));
    }
}
