// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static nl.digipoort.james.server.it.TestMessages.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nl.digipoort.james.server.Distribution;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.Outcome;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import nl.digipoort.james.testing.OddMessages;
import nl.digipoort.james.testing.TestCassandra;
import nl.digipoort.james.testing.TestPostgres;
import nl.digipoort.james.testing.TestRabbitMq;
import org.apache.james.cli.probe.impl.JmxConnection;
import org.apache.james.cli.probe.impl.JmxMailboxProbe;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Moves accounts from one server to others by the commands of docs/operate/move.md. */
class MoveIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final String LIMITS = "/digipoort/limits/";
    private static final String HELD = "held when the server was killed";

    @TempDir
    private static Path scratch;

    private static Account odd;
    private static Account many;
    private static String alias;
    private static List<String> oddBefore;
    private static List<String> manyBefore;

    /** It is killed amid a session, with mail held for it. */
    @BeforeAll
    static void exportFromAKilledServer() throws Exception {
        Path home = ChangedConfiguration.unchanged(scratch.resolve("home"));
        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home))) {
            odd = gateway.newAccount();
            many = gateway.newAccount("geheim\u00e9");
            alias = "alias-" + odd.user();
            gateway.webAdmin().send("PUT", "/address/aliases/" + odd.user() + "/sources/" + alias, "");
            gateway.webAdmin()
                    .send("PUT", LIMITS + odd.user(), "{\"largestMessage\":20000000,\"quotaMessages\":100000}");
            try (SmtpClient agency = new SmtpClient(gateway.process().smtpPort())) {
                for (byte[] message : OddMessages.all().values()) {
                    assertThat(agency.deliver(message, alias)).startsWith("250 ");
                }
            }
            gateway.append(odd, "Subject: bare line feeds\n\n.a\n", "Subject: no final line end\r\n\r\nb");
            gateway.append(
                    many,
                    messages(IntStream.range(0, 100).mapToObj(i -> "m" + i).toArray(String[]::new)));
            putAMessageElsewhere(gateway);
            oddBefore = seen(gateway, odd);
            manyBefore = seen(gateway, many);
            try (Pop3Client session = gateway.loggedIn(odd)) {
                assertThat(SmtpClient.deliver(gateway.process().smtpPort(), odd.user(), HELD))
                        .startsWith("250 ");
                assertThat(session.command("NOOP")).isEqualTo("+OK");
                gateway.process().kill();
            }
        }

        Outcome export = Outcome.of(documented("export --home home", Map.of("home", home, "move", folder())));

        assertThat(export.exit()).as(export.stderr()).isEqualTo(1);
        assertThat(export.stdout()).contains(odd.user(), many.user(), "2 accounts", "not all: 1 missing");
        assertThat(export.stderr())
                .isEqualTo("digipoort: not exported: mailbox Elsewhere of " + odd.user() + ": 1 messages\n");
    }

    /** POP3 has no way to it, so it is no part of the maildrop. */
    private static void putAMessageElsewhere(TestGateway gateway) throws Exception {
        Path file = Files.writeString(scratch.resolve("elsewhere.eml"), TestMessages.message("elsewhere"));
        try (JmxConnection jmx = gateway.jmx()) {
            JmxMailboxProbe mailboxes = new JmxMailboxProbe().connect(jmx);
            mailboxes.createMailbox("#private", odd.user(), "Elsewhere");
            mailboxes.importEmlFileToMailbox("#private", odd.user(), "Elsewhere", file.toString());
        }
    }

    /** What a client sees of each message: unique-id, size and octets. */
    private static List<String> seen(TestGateway gateway, Account account) throws IOException {
        List<String> sizes = gateway.list(account);
        List<String> uniqueIds = gateway.uniqueIds(account);
        List<String> seen = new ArrayList<>();
        try (Pop3Client client = gateway.loggedIn(account)) {
            for (int number = 1; number <= uniqueIds.size(); number++) {
                assertThat(client.command("RETR " + number)).startsWith("+OK");
                String sha256 = Hashing.sha256().hashBytes(client.readBody()).toString();
                seen.add(uniqueIds.get(number - 1) + " " + sizes.get(number - 1) + " " + sha256);
            }
            client.command("QUIT");
        }
        return seen;
    }

    @Test
    void goesOnWithAnImportThatWasKilledOnItsWayToPostgres() throws Exception {
        try (TestPostgres postgres = TestPostgres.ofItsOwn()) {
            Map<String, String> environment = Map.of(
                    "DIGIPOORT_DATABASE_URL",
                    postgres.url(),
                    "DIGIPOORT_DATABASE_USER",
                    postgres.user(),
                    "DIGIPOORT_DATABASE_PASSWORD",
                    "not asked for");
            Path home = ChangedConfiguration.homeOnPostgres(scratch.resolve("new"));
            ChangedConfiguration.leaseFor(home, LEASE);
            String[] command = documented("import --home new", Map.of("new", home, "move", folder()));
            Process aborted = Outcome.start(environment, command);
            try (StoredMessages stored = StoredMessages.in(postgres)) {
                await().atMost(Duration.ofMinutes(3))
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> stored.halt(many, 10));
                assertThat(stored.count(many)).isLessThan(manyBefore.size());
                aborted.destroyForcibly().waitFor();
            }

            Outcome again = Outcome.of(environment, command);

            assertThat(again.exit()).as(again.stderr()).isEqualTo(1);
            assertThat(again.stderr()).contains("not in the export: mailbox Elsewhere of " + odd.user());
            assertThat(again.stdout())
                    .containsPattern(odd.user() + " .* there already\n")
                    .containsPattern(many.user() + " .* imported\n");
            try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home, environment))) {
                isAsBefore(gateway);
            }
            recordsTheImport(home);
        }
    }

    @Test
    void bringsAllToCassandraWhereAnotherNodeRuns() throws Exception {
        TestRabbitMq.requirePackage();
        CompletableFuture<TestCassandra> starting = CompletableFuture.supplyAsync(TestCassandra::askingForPasswords);
        try (TestRabbitMq rabbitMq = TestRabbitMq.start()) {
            TestCassandra cassandra = starting.join();
            try {
                moveTo(cassandra, rabbitMq);
            } finally {
                cassandra.stop();
            }
        }
    }

    private static void moveTo(TestCassandra cassandra, TestRabbitMq rabbitMq) throws Exception {
        Map<String, String> environment = Map.of(
                "DIGIPOORT_CASSANDRA_PASSWORD",
                cassandra.password(),
                "DIGIPOORT_RABBITMQ_PASSWORD",
                rabbitMq.password());
        List<String> parts = List.of(
                "--cassandra=127.0.0.1:" + cassandra.address().getPort(),
                "--rabbitmq=" + rabbitMq.url(),
                "--rabbitmq-management=" + rabbitMq.managementUrl());
        Path home = scratch.resolve("node1");
        String[] command = importing(home, parts);
        Outcome first = Outcome.of(command);
        assertThat(first.exit()).isEqualTo(2);
        assertThat(first.stderr()).contains("cassandra.password has no value");
        ChangedConfiguration.change(
                home, "cassandra.properties", "cassandra.user=james", "cassandra.user=" + cassandra.user());
        ChangedConfiguration.makeFast(home.resolve("conf"));
        copy(home.resolve("conf"), scratch.resolve("node2/conf"));

        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.startDistributed(home, environment, parts))) {
            Outcome imported = Outcome.of(environment, importing(scratch.resolve("node2"), parts));

            assertThat(imported.exit()).as(imported.stderr()).isEqualTo(1);
            assertThat(imported.stdout()).contains("2 accounts", "not all: 1 missing");
            recordsTheImport(scratch.resolve("node2"));
            isAsBefore(gateway);
            try (Pop3Client client = gateway.loggedIn(many)) {
                assertThat(client.command("DELE 1")).startsWith("+OK");
                assertThat(client.command("QUIT")).isEqualTo("+OK Bye");
            }
        }
        isExportedAgain(home, environment, parts);
    }

    /** The way back, with the unique-ids of the first server. */
    private static void isExportedAgain(Path home, Map<String, String> environment, List<String> parts)
            throws Exception {
        Path back = scratch.resolve("back");
        Outcome export = Outcome.of(
                environment,
                "export",
                "--home=" + home,
                "--assembly=distributed",
                parts.get(0),
                parts.get(1),
                parts.get(2),
                back.toString());

        assertThat(export.exit()).as(export.stderr()).isZero();
        String list = Files.readString(
                back.resolve(TestGateway.DOMAIN).resolve(many.localPart()).resolve("messages.jsonl"));
        assertThat(list.lines()).hasSize(manyBefore.size() - 1);
        assertThat(manyBefore.stream().skip(1))
                .allSatisfy(seen -> assertThat(list).contains("\"uniqueId\":\"" + seen.split(" ", 2)[0] + '"'));
    }

    private static String[] importing(Path home, List<String> parts) throws IOException {
        Map<String, Object> names = Map.of(
                "node1",
                home,
                "move",
                folder(),
                "cassandra.example.org",
                parts.get(0).replace("--cassandra=", ""),
                "amqp://rabbitmq.example.org:5672",
                parts.get(1).replace("--rabbitmq=", ""));
        return Stream.of(documented("import --home node1", names))
                .flatMap(argument ->
                        argument.equals(folder().toString()) ? Stream.of(parts.get(2), argument) : Stream.of(argument))
                .toArray(String[]::new);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    private static void isAsBefore(TestGateway gateway) throws Exception {
        letsInByDigestMd5(gateway, odd);
        letsInByDigestMd5(gateway, many);
        assertThat(seen(gateway, many)).isEqualTo(manyBefore);
        List<String> oddNow = seen(gateway, odd);
        assertThat(oddNow).hasSize(oddBefore.size() + 1).startsWith(oddBefore.toArray(String[]::new));
        try (Pop3Client client = gateway.loggedIn(odd)) {
            assertThat(TestMessages.subject(client, oddNow.size())).isEqualTo(HELD);
            client.command("QUIT");
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(gateway.webAdmin().get(LIMITS + odd.user()))
                .contains("\"largestMessage\":20000000", "\"quotaMessages\":100000"));

        assertThat(SmtpClient.deliver(gateway.process().smtpPort(), alias, "after the move"))
                .startsWith("250 ");
        gateway.awaitMessages(odd, oddNow.size() + 1);
        List<String> uniqueIds = gateway.uniqueIds(odd);
        assertThat(uniqueIds).doesNotHaveDuplicates().hasSize(oddNow.size() + 1);
    }

    private static void recordsTheImport(Path home) throws IOException {
        String done = "\"user\":\"" + odd.user() + "\",\"act\":\"import\",\"outcome\":\"done\"";
        assertThat(Files.readString(home.resolve("var/audit/digipoort-audit.jsonl"))
                        .lines())
                .anyMatch(line -> line.contains("\"administration-ended\"") && line.contains(done));
    }

    private static void letsInByDigestMd5(TestGateway gateway, Account account) throws IOException {
        try (Pop3Client client = gateway.secured()) {
            assertThat(new DigestMd5Login(account.user(), account.password()).on(client))
                    .startsWith("+OK");
            assertThat(client.command("QUIT")).startsWith("+OK");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "import, one FOLDER is needed",
        "import no-such-folder, is no export: it has no manifest.json",
        "import move, option --home DIR is needed",
        "import --home new --cassandra localhost move, is for --assembly distributed",
        "export --dry-run move, unknown option '--dry-run'",
        "export --home no-such-home other, is no home of a server"
    })
    void refusesInOneLineWhatCannotBeMoved(String arguments, String reason) throws Exception {
        String[] command = Stream.of(arguments.split(" ", -1))
                .map(argument -> argument.equals("move") ? folder().toString() : argument)
                .toArray(String[]::new);

        Outcome outcome = Outcome.of(command);

        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.stderr().lines()).singleElement().asString().contains(reason);
        assertThat(outcome.stdout()).isEmpty();
    }

    private static Path folder() {
        return scratch.resolve("move");
    }

    /** The arguments of the one command of the document that begins with these words, with other names. */
    private static String[] documented(String words, Map<String, Object> names) throws IOException {
        String page = Files.readString(Distribution.project().resolve("docs/operate/move.md"));
        List<String> commands = page.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("./digipoort " + words))
                .toList();
        assertThat(commands).hasSize(1);
        return Stream.of(commands.get(0).substring("./digipoort ".length()).split(" ", -1))
                .map(argument -> names.getOrDefault(argument, argument).toString())
                .toArray(String[]::new);
    }
}
