// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static nl.digipoort.james.server.it.DistributedNodes.COPIES;
import static nl.digipoort.james.server.it.TestMessages.messages;
import static nl.digipoort.james.server.it.TestMessages.subjects;
import static nl.digipoort.james.server.it.TwoNodes.LEASE;
import static nl.digipoort.james.server.it.TwoNodes.LOCKED_AND_READY;
import static nl.digipoort.james.server.it.TwoNodes.assertLost;
import static nl.digipoort.james.server.it.TwoNodes.login;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.collect.Maps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import nl.digipoort.james.testing.CassandraCounts;
import nl.digipoort.james.testing.OddMessages;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The drop-in jar in a James on three nodes of Cassandra and on RabbitMQ, with two nodes, while each of the three kinds fails. */
@TestMethodOrder(OrderAnnotation.class)
class DistributedIT {
    private static final String KEYSPACE = "apache_james";
    private static final String LOCK = "digipoort_maildrop_lock";
    private static final int MODEL_SECONDS = 40;
    private static final Duration ARRIVAL = Duration.ofSeconds(60);

    /** Each of the two waits two seconds for it at most; the rest is for busy machines. James's own waits are minutes. */
    private static final Duration WITHOUT_RABBITMQ = Duration.ofSeconds(60);

    private static final int AGENCIES = 8;
    private static final int MAILS = 8;

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
            deliver(nodes.b(), account, "held");

            nodes.a().process().kill();
            assertThat(login(nodes.b(), account)).startsWith("-ERR [IN-USE]");

            await().pollDelay(Duration.ofMillis(500))
                    .pollInterval(Duration.ofSeconds(1))
                    .atMost(LEASE.plusSeconds(30))
                    .until(() -> login(nodes.b(), account).equals(LOCKED_AND_READY));
            // only B is there to bring it in
            nodes.b().awaitMessages(account, 4);
            assertThat(subjects(nodes.b(), account)).containsExactly("one", "two", "three", "held");
        }
    }

    /** The other node's client works on the same maildrop meanwhile. */
    @Test
    void deletesNothingAndSaysSoWhenTheNodeStoodStillForLongerThanTheLease() throws Exception {
        TestGateway a = nodes.a();
        Account account = a.newAccount();
        a.append(account, messages("one", "two", "three"));
        List<String> uniqueIds = a.uniqueIds(account);
        try (Pop3Client client = a.loggedIn(account)) {
            assertThat(client.command("DELE 1")).startsWith("+OK");

            a.process().pause();
            try {
                awaitFree(nodes.b(), account);
                try (Pop3Client other = nodes.b().loggedIn(account)) {
                    assertThat(other.command("DELE 3")).startsWith("+OK");
                    assertThat(other.command("QUIT")).isEqualTo("+OK Bye");
                }
            } finally {
                a.process().resume();
            }

            assertLost(client, "QUIT");
        }
        assertThat(subjects(a, account)).containsExactly("one", "two");
        assertThat(nodes.b().uniqueIds(account)).isEqualTo(uniqueIds.subList(0, 2));
    }

    @Test
    void goesOnWithoutOneOfThreeNodesOfCassandra() throws Exception {
        Account account = nodes.a().newAccount();
        deliver(nodes.a(), account, "one");
        deliver(nodes.b(), account, "two");
        List<String> uniqueIds = nodes.b().uniqueIds(account);

        nodes.cassandra().nodes().get(2).kill();
        try {
            // what was under way at the killed node may be refused with [SYS/TEMP]; the next one goes to others
            try (Pop3Client client = await().atMost(ARRIVAL)
                    .ignoreException(IOException.class)
                    .until(() -> nodes.a().loggedIn(account), Objects::nonNull)) {
                deliver(nodes.b(), account, "three");
                assertThat(client.command("DELE 1")).startsWith("+OK");
                assertThat(client.command("QUIT")).isEqualTo("+OK Bye");
            }
            nodes.b().awaitMessages(account, 2);
            deliver(nodes.a(), account, "four");
            nodes.b().awaitMessages(account, 3);
            assertThat(subjects(nodes.b(), account)).containsExactly("two", "three", "four");
        } finally {
            nodes.cassandra().startKilledAgain();
        }

        assertThat(subjects(nodes.a(), account)).containsExactly("two", "three", "four");
        assertThat(nodes.b().uniqueIds(account)).hasSize(3).startsWith(uniqueIds.get(1));
    }

    @Test
    void losesNothingWithoutTwoOfThreeNodesOfCassandraAndGoesOnWhenTheyAreBack() throws Exception {
        Account account = nodes.a().newAccount();
        deliver(nodes.a(), account, "one");
        deliver(nodes.b(), account, "two");
        List<String> uniqueIds = nodes.a().uniqueIds(account);
        Account other = nodes.a().newAccount();
        try (Pop3Client client = nodes.a().loggedIn(account);
                SmtpClient agency = withRecipient(nodes.a(), other)) {
            deliver(nodes.b(), account, "three");
            assertThat(client.command("DELE 1")).startsWith("+OK");

            nodes.cassandra().nodes().get(1).kill();
            nodes.cassandra().nodes().get(2).kill();
            try {
                assertThat(login(nodes.b(), account)).startsWith("-ERR [SYS/TEMP]");
                assertThat(answer(nodes.a(), account, "meanwhile")).startsWith("451");
                assertThat(agency.send("DATA")).startsWith("354");
                assertThat(agency.end(TestMessages.message("meanwhile").getBytes(US_ASCII)))
                        .startsWith("451");
                assertThat(client.command("QUIT")).startsWith("-ERR [SYS/TEMP]");
            } finally {
                nodes.cassandra().startKilledAgain();
            }
        }

        awaitFree(nodes.b(), account);
        nodes.a().awaitMessages(account, 3);
        deliver(nodes.a(), account, "four");
        nodes.b().awaitMessages(account, 4);
        assertThat(subjects(nodes.b(), account)).containsExactly("one", "two", "three", "four");
        awaitFree(nodes.b(), other);
        assertThat(subjects(nodes.b(), other)).isEmpty();
        assertThat(nodes.a().uniqueIds(account)).startsWith(uniqueIds.toArray(String[]::new));
    }

    /** Also more deliveries than James has threads that could wait for RabbitMQ. */
    @Test
    void deliversAndDeletesWithinSecondsWithoutRabbitMq() throws Exception {
        Account account = nodes.a().newAccount();
        deliver(nodes.a(), account, "one");
        List<Account> others = new ArrayList<>();
        for (int i = 0; i < AGENCIES; i++) {
            others.add(nodes.a().newAccount());
        }

        nodes.rabbitMq().kill();
        try {
            long begin = System.nanoTime();
            deliver(nodes.a(), account, "two");
            try (Pop3Client client = nodes.b().loggedIn(account)) {
                assertThat(client.command("DELE 1")).startsWith("+OK");
                assertThat(client.command("QUIT")).isEqualTo("+OK Bye");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(WITHOUT_RABBITMQ);
            deliverToEachAtOnce(nodes.a(), others);
        } finally {
            nodes.rabbitMq().startAgain();
        }

        deliver(nodes.b(), account, "three");
        nodes.a().awaitMessages(account, 2);
        assertThat(subjects(nodes.a(), account)).containsExactly("two", "three");
        for (Account other : others) {
            assertThat(subjects(nodes.b(), other))
                    .contains(IntStream.range(0, MAILS)
                            .mapToObj(mail -> "mail " + mail)
                            .toArray(String[]::new));
        }
        await().atMost(ARRIVAL)
                .untilAsserted(() -> assertThat(nodes.a().webAdmin().get("/healthcheck/checks/RabbitMQ%20backend"))
                        .contains("\"status\":\"healthy\""));
    }

    private static void deliverToEachAtOnce(TestGateway node, List<Account> accounts) {
        ExecutorService agencies = Executors.newFixedThreadPool(accounts.size());
        try {
            CompletableFuture.allOf(accounts.stream()
                            .map(account -> CompletableFuture.runAsync(() -> deliverAll(node, account), agencies))
                            .toArray(CompletableFuture<?>[]::new))
                    .join();
        } finally {
            agencies.shutdownNow();
        }
    }

    /** As senders do, it repeats what is refused for now: once in a while James waits five minutes for an event. */
    private static void deliverAll(TestGateway node, Account account) {
        try {
            for (int mail = 0; mail < MAILS; mail++) {
                String answer = answer(node, account, "mail " + mail);
                while (answer.startsWith("451 ")) {
                    answer = answer(node, account, "mail " + mail);
                }
                assertThat(answer).startsWith("250 ");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A mail on its way whose recipient is accepted. */
    private static SmtpClient withRecipient(TestGateway node, Account account) throws IOException {
        SmtpClient agency = new SmtpClient(node.process().smtpPort());
        assertThat(agency.send("MAIL FROM:<agency@example.com>")).startsWith("250 ");
        assertThat(agency.send("RCPT TO:<" + account.user() + ">")).startsWith("250 ");
        return agency;
    }

    private static void deliver(TestGateway node, Account account, String subject) throws IOException {
        assertThat(answer(node, account, subject)).startsWith("250 ");
    }

    /** The answer to the end of the message, or the first one that refuses it. */
    private static String answer(TestGateway node, Account account, String subject) throws IOException {
        try (SmtpClient agency = new SmtpClient(node.process().smtpPort())) {
            for (String command :
                    List.of("MAIL FROM:<agency@example.com>", "RCPT TO:<" + account.user() + ">", "DATA")) {
                String answer = agency.send(command);
                if (!answer.startsWith("2") && !answer.startsWith("3")) {
                    return answer;
                }
            }
            return agency.end(TestMessages.message(subject).getBytes(US_ASCII));
        }
    }

    /** From a look at the lock on, or from one of the node's own since the last renewal. */
    private static void awaitFree(TestGateway node, Account account) {
        await().pollInterval(Duration.ofSeconds(1))
                .atMost(LEASE.plusSeconds(30))
                .until(() -> login(node, account).equals(LOCKED_AND_READY));
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

    @Test
    void warnsOfAKeyspaceWithOneCopyOnly() throws Exception {
        String warning = "has one copy of each row";

        assertThat(nodes.log("a")).doesNotContain(warning);
        assertThat(nodes.logOfOneCopy(warning)).contains("Cassandra has 3 nodes, but keyspace trial " + warning);
    }

    /** What docs/operate/distributed.md says, as Cassandra counts it. */
    @Test
    void makesSoManyLightweightTransactionsForADeliveryAndForASession() throws Exception {
        Account account = nodes.a().newAccount();
        deliver(nodes.a(), account, "makes the mailbox");
        try (CassandraCounts cassandra = CassandraCounts.of(nodes.cassandra().nodes())) {
            assertTransactions(
                    cassandra,
                    Map.of(LOCK, 2, "imapuidtable", 1, "messagecounter", 1, "modseq", 1),
                    () -> deliver(nodes.a(), account, "one"));
            assertTransactions(cassandra, Map.of(LOCK, 2, "digipoort_use", 1), () -> login(nodes.b(), account));
            assertTransactions(cassandra, Map.of(LOCK, 3), () -> {
                try (Pop3Client client = nodes.b().loggedIn(account)) {
                    assertThat(client.command("DELE 1")).startsWith("+OK");
                    assertThat(client.command("QUIT")).isEqualTo("+OK Bye");
                }
            });
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    /** By table, without those of the audit trail, which are made by time. Each replica counts what it commits. */
    private static void assertTransactions(CassandraCounts cassandra, Map<String, Integer> expected, Work work)
            throws Exception {
        Map<String, Long> before = cassandra.tables(KEYSPACE, CassandraCounts.COMMITTED);
        work.run();
        await().atMost(ARRIVAL).untilAsserted(() -> {
            Map<String, Long> made = new TreeMap<>(cassandra.tables(KEYSPACE, CassandraCounts.COMMITTED));
            made.replaceAll((table, count) -> count - before.getOrDefault(table, 0L));
            made.keySet().removeIf(table -> made.get(table) == 0 || table.equals("digipoort_audit_head"));
            assertThat(made).isEqualTo(Maps.transformValues(expected, count -> (long) count * COPIES));
        });
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

    /** Last, because a night of it would delay the others. */
    @Test
    @Order(Integer.MAX_VALUE)
    void keepsEveryGuaranteeWhateverFails() throws Exception {
        new ModelCheck(DistributedModelCluster.on(nodes), "distributed", MODEL_SECONDS).run();
    }
}
