// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import nl.digipoort.james.testing.AuditSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The audit trail of a running gateway, which by then has the records of other tests too: all of them are as documented. */
@ExtendWith(SharedGateway.class)
class AuditIT {
    private static final Pattern FIELD = Pattern.compile("\"(\\w+)\":(?:\"([^\"]*)\"|(\\d+))");
    private static final Path PAGE = Path.of("..", "docs", "reference/audit.md");
    private static final Path SCHEMA = Path.of("..", "docs", "reference/audit.schema.json");

    private final TestGateway gateway;

    AuditIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void tellsWhoFetchedAndDeletedWhichMessageUnderWhichTls() throws Exception {
        Account account = gateway.newAccount();
        String message = "Subject: a\r\nMessage-ID: <a@example.org>\r\n\r\none\r\n";
        gateway.append(account, message, message);
        String uniqueId;

        try (Pop3Client client = gateway.loggedIn(account)) {
            String told = client.command("UIDL 2");
            uniqueId = told.substring(told.lastIndexOf(' ') + 1);
            client.command("RETR 2");
            client.readBody();
            client.command("DELE 2");
            assertThat(client.command("QUIT")).isEqualTo("+OK Bye");
            // the answer is there, so the records are
            assertThat(told(account, "event", "outcome", "uniqueId", "messageId", "octets"))
                    .startsWith(
                            "login OK",
                            "retrieval-begun " + uniqueId,
                            "retrieval-ended complete " + uniqueId + " <a@example.org> " + message.length(),
                            "marked " + uniqueId,
                            "deletion-begun",
                            "deletion-ended deleted " + uniqueId + " <a@example.org>");
        }

        await().until(() ->
                told(account, "event", "outcome", "retrieved", "deleted").contains("session-ended complete 1 1"));
        assertThat(told(account, "tls", "cipher", "mechanism", "user", "maildrop", "address", "fence"))
                .hasSize(7)
                .allMatch(session -> session.matches("TLSv1\\.3 TLS_AES_256_GCM_SHA384 USER "
                        + Pattern.quote(account.user() + " " + account.user() + " 127.0.0.1 ") + "[0-9]+"));
        assertThat(told(account, "session")).hasSize(7).allMatch(id -> id.matches("[0-9a-f]{16}"));
        assertThat(told(account, "session").stream().distinct()).hasSize(1);
        assertThat(problems()).isEmpty();
    }

    @Test
    void tellsWhereAClientBrokeOff() throws Exception {
        Account account = gateway.newAccount();
        int octets = 16_000_000;
        gateway.append(account, "Subject: large\r\n\r\n" + ("x".repeat(998) + "\r\n").repeat(octets / 1000));

        try (Pop3Client client = gateway.loggedIn(account)) {
            client.command("RETR 1");
        }

        await().atMost(Duration.ofMinutes(1))
                .until(() -> told(account, "event", "outcome").contains("session-ended broken-off"));
        List<String> ends = lines(account).stream()
                .filter(line -> line.contains("\"retrieval-ended\""))
                .collect(Collectors.toList());
        assertThat(ends).singleElement().asString().contains("\"outcome\":\"cut-off\"");
        assertThat(Long.parseLong(values(ends.get(0), "octets"))).isBetween(0L, octets - 1L);
    }

    @Test
    void tellsWhichLockAnAdministratorBroke() throws Exception {
        Account account = gateway.newAccount();

        long fence;
        try (Pop3Client client = gateway.loggedIn(account)) {
            fence = gateway.webAdmin().fence(account.user());
            String path = "/digipoort/locks/" + account.user() + "?fence=" + fence;
            assertThat(gateway.webAdmin().send("DELETE", path, "").statusCode()).isEqualTo(204);
            client.command("NOOP");
        }

        assertThat(told(account, "event", "act", "outcome", "fence"))
                .contains(
                        "administration-begun break-lock " + fence,
                        "lock-lost " + fence,
                        "administration-ended break-lock done " + fence);
        await().until(() -> told(account, "event", "outcome").contains("session-ended lock-lost"));
    }

    @Test
    void followsAMessageFromItsArrivalToItsDeletionWhicheverWayItCameIn() throws Exception {
        Account direct = gateway.newAccount();
        Account busy = gateway.newAccount();
        Account other = gateway.newAccount();
        int port = gateway.process().smtpPort();
        byte[] data = "Subject: a\r\nMessage-ID: <f@example.org>\r\n\r\n.one\r\n".getBytes(US_ASCII);

        String dataSha256 = sha256(data);

        try (SmtpClient agency = new SmtpClient(port)) {
            assertThat(agency.deliver(data, direct.user())).startsWith("250 ");
            // the answer is there, so the records are
            assertThat(told(direct, "event", "outcome")).containsExactly("arrival-begun", "arrival-ended delivered");
            try (Pop3Client session = gateway.loggedIn(busy)) {
                assertThat(agency.deliver(data, busy.user())).startsWith("250 ");
                session.command("QUIT");
            }
            assertThat(agency.deliver(data, direct.user(), other.user())).startsWith("250 ");
        }

        await().until(() -> count(direct, "brought-in") + count(busy, "brought-in") + count(other, "brought-in") == 3);
        for (Account account : List.of(direct, busy, other)) {
            fetchAndDelete(account);
            assertThat(lines(account))
                    .filteredOn(line -> line.contains("\"arrival-begun\""))
                    .isNotEmpty()
                    .allMatch(line -> values(line, "dataSha256").equals(dataSha256))
                    .allMatch(line -> values(line, "sender").equals("agency@example.com"));
        }
        assertThat(told(busy, "event", "outcome", "held"))
                .anyMatch(record -> record.matches("arrival-ended held [0-9]+"))
                .anyMatch(record -> record.matches("brought-in delivered [0-9]+"));
        assertThat(problems()).isEmpty();
    }

    private long count(Account account, String event) throws IOException {
        return told(account, "event").stream().filter(event::equals).count();
    }

    /** Each message as the client has it, its digest by its unique-id: on arrival, when it was sent and when it was deleted. */
    private void fetchAndDelete(Account account) throws Exception {
        try (Pop3Client client = gateway.loggedIn(account)) {
            int messages = Integer.parseInt(client.command("STAT").split(" ", -1)[1]);
            for (int number = 1; number <= messages; number++) {
                String answer = client.command("UIDL " + number);
                String uniqueId = answer.substring(answer.lastIndexOf(' ') + 1);
                client.command("TOP " + number + " 100");
                client.readBody();
                client.command("RETR " + number);
                String sha256 = sha256(client.readBody());
                client.command("DELE " + number);
                List<String> arrived = lines(account).stream()
                        .filter(line -> line.contains("\"arrival-ended\"") || line.contains("\"brought-in\""))
                        .filter(line -> values(line, "uniqueId").equals(uniqueId))
                        .map(line -> values(line, "maildrop", "sha256"))
                        .collect(Collectors.toList());
                assertThat(arrived).containsExactly(account.user() + " " + sha256);
                assertThat(told(account, "event", "command", "outcome", "uniqueId", "sha256"))
                        .contains(
                                "retrieval-ended TOP complete " + uniqueId,
                                "retrieval-ended RETR complete " + uniqueId + " " + sha256);
            }
            client.command("QUIT");
            assertThat(lines(account))
                    .filteredOn(line -> line.contains("\"deletion-ended\""))
                    .hasSize(messages)
                    .noneMatch(line -> values(line, "sha256").isEmpty());
        }
    }

    private static String sha256(byte[] octets) {
        return Hashing.sha256().hashBytes(octets).toString();
    }

    @Test
    void tellsWhatTheCommandLineOfJamesChanges() throws Exception {
        Account account = gateway.newAccount();
        gateway.setPassword(account, "another-secret");

        List<String> records = lines().stream()
                .filter(line -> line.contains('"' + account.user() + '"'))
                .map(line -> values(line, "event", "act", "method", "outcome"))
                .collect(Collectors.toList());
        assertThat(records)
                .containsExactly(
                        "administration-begun cli usersrepository.addUser",
                        "administration-ended cli usersrepository.addUser done",
                        "administration-begun cli usersrepository.setPassword",
                        "administration-ended cli usersrepository.setPassword done");
        assertThat(lines()).noneMatch(line -> line.contains("another-secret") || line.contains(account.password()));
        assertThat(problems()).isEmpty();
    }

    @Test
    void tellsWithWhichConfigurationTheServerRuns() throws Exception {
        String command = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("sha256sum $(ls"))
                .findFirst()
                .orElseThrow();
        Process shell = new ProcessBuilder("sh", "-c", command)
                .directory(gateway.process().home().resolve("conf").toFile())
                .start();

        assertThat(new String(shell.getInputStream().readAllBytes(), US_ASCII))
                .startsWith(values(lines().get(0), "configurationSha256") + " ");
    }

    @Test
    void tellsOfAWrongPassword() throws Exception {
        Account account = gateway.newAccount();

        try (Pop3Client client = gateway.secured()) {
            client.command("USER " + account.user());
            client.command("PASS wrong");
        }

        assertThat(told(account, "event", "outcome", "mechanism")).contains("login AUTH USER");
    }

    @Test
    void isOneChainFromTheStartOn() throws Exception {
        gateway.newAccount();
        List<String> lines = lines();

        assertThat(lines.get(0))
                .startsWith("{\"v\":2,\"seq\":1,\"prev\":\"" + "0".repeat(64) + '"')
                .contains("\"event\":\"server-started\"")
                .containsPattern("\"version\":\"[0-9]");
        for (int i = 1; i < lines.size(); i++) {
            String before = Hashing.sha256()
                    .hashString(lines.get(i - 1), StandardCharsets.US_ASCII)
                    .toString();
            assertThat(lines.get(i)).startsWith("{\"v\":2,\"seq\":" + (i + 1) + ",\"prev\":\"" + before + '"');
        }
    }

    private List<String> told(Account account, String... fields) throws IOException {
        return lines(account).stream().map(line -> values(line, fields)).collect(Collectors.toList());
    }

    private List<String> lines(Account account) throws IOException {
        return lines().stream()
                .filter(line -> line.contains('"' + account.user() + '"') && !line.contains("\"act\":\"cli\""))
                .collect(Collectors.toList());
    }

    private List<String> lines() throws IOException {
        String text = Files.readString(gateway.process().home().resolve("var/audit/digipoort-audit.jsonl"));
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().collect(Collectors.toList());
    }

    private static String values(String line, String... fields) {
        List<MatchResult> found = FIELD.matcher(line).results().collect(Collectors.toList());
        List<String> values = new ArrayList<>();
        for (String field : fields) {
            found.stream()
                    .filter(match -> match.group(1).equals(field))
                    .map(match -> match.group(2) == null ? match.group(3) : match.group(2))
                    .forEach(values::add);
        }
        return String.join(" ", values);
    }

    private List<String> problems() throws IOException {
        AuditSchema schema = AuditSchema.read(SCHEMA);
        List<String> problems = new ArrayList<>();
        for (String line : lines()) {
            schema.problems(line).forEach(problem -> problems.add(line + ": " + problem));
        }
        return problems;
    }
}
