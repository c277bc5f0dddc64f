// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.digipoort.james.server.Distribution;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.Outcome;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The trail of a real server, as {@code ./digipoort audit} verifies and shows it: beside the server, and when it was killed. */
@ExtendWith(SharedGateway.class)
class EvidenceIT {
    private static final String MESSAGE = "Message-ID: <evidence@example.org>\r\nSubject: a\r\n\r\none\r\n";

    private static final Pattern DOCUMENTED =
            Pattern.compile("```text\n\\$ digipoort audit show --message-id [^\n]*\n(.*?)```", Pattern.DOTALL);

    private static final String UNIQUE_ID = "is in maildrop \\S+ as ([^,\\s]+),";

    @TempDir
    private Path scratch;

    @Test
    void holdsWhateverHappenedToTheServerUntilSomebodyChangesIt() throws Exception {
        Path home = scratch.resolve("home");
        Account account;
        try (EmbeddedGateway process = EmbeddedGateway.start(home);
                TestGateway gateway = TestGateway.on(process)) {
            account = gateway.newAccount();
            try (SmtpClient agency = new SmtpClient(process.smtpPort())) {
                assertThat(agency.deliver(MESSAGE.getBytes(StandardCharsets.US_ASCII), account.user()))
                        .startsWith("250 ");
            }
            fetchAndDelete(gateway, account);
            assertHolds(home);
            process.kill();
        }
        assertHolds(home);
        try (EmbeddedGateway process = EmbeddedGateway.start(home);
                TestGateway gateway = TestGateway.on(process)) {
            assertThat(gateway.list(account)).isEmpty();
            assertThat(process.terminate()).isIn(0, 143);
        }
        assertHolds(home);

        assertStory(home, account);
        assertThat(Outcome.of("audit", "show", "--message-id", "unknown", "--home", home.toString())
                        .exit())
                .isEqualTo(1);

        Path file = home.resolve("var/audit/digipoort-audit.jsonl");
        Files.writeString(
                file, Files.readString(file).replaceFirst("\"outcome\":\"deleted\"", "\"outcome\":\"removed\""));
        Outcome verified = verify(home);
        assertThat(verified.stdout()).contains("FINDING changed " + file + ":");
        assertThat(verified.exit()).isEqualTo(1);
    }

    private static void fetchAndDelete(TestGateway gateway, Account account) throws IOException {
        try (Pop3Client client = gateway.loggedIn(account)) {
            client.command("RETR 1");
            assertThat(new String(client.readBody(), StandardCharsets.US_ASCII)).endsWith(MESSAGE);
            client.command("DELE 1");
            assertThat(client.command("QUIT")).isEqualTo("+OK Bye");
        }
    }

    private static void assertHolds(Path home) throws Exception {
        Outcome verified = verify(home);
        assertThat(verified.stdout()).doesNotContain("FINDING").contains(" holds");
        assertThat(verified.stderr()).isEmpty();
        assertThat(verified.exit()).isZero();
    }

    private static Outcome verify(Path home) throws Exception {
        // without checkpoints there is no key
        return Files.exists(home.resolve("conf/digipoort-audit.pub"))
                ? Outcome.of("audit", "verify", "--home", home.toString())
                : Outcome.of("audit", "verify", "--key", "none", "--home", home.toString());
    }

    private static void assertStory(Path home, Account account) throws Exception {
        Outcome shown = Outcome.of("audit", "show", "--message-id", "evidence@example.org", "--home", home.toString());
        assertThat(shown.exit()).isZero();
        assertThat(shown.stdout())
                .containsSubsequence(
                        "Login of " + account.user() + " from 127.0.0.1 under TLSv1.3 by USER",
                        "began: ",
                        " is complete: ",
                        "Message-ID <evidence@example.org>",
                        "proves: all octets and the end of the answer had left this server",
                        "DELE of ",
                        "QUIT: 1 messages",
                        "Deleted: ",
                        "The session ended (complete): 1 messages sent whole, 1 deleted");
        assertThat(form(shown.stdout())).isEqualTo(form(documented()));
    }

    /** What docs/assurance/follow-a-message.md prints, without its command. */
    private static String documented() throws IOException {
        Matcher block = DOCUMENTED.matcher(page());
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    private static String page() throws IOException {
        return Files.readString(Distribution.project().resolve("docs/assurance/follow-a-message.md"));
    }

    /** Without what differs from message to message: addresses, mechanisms, places, and every word with a digit. */
    private static String form(String shown) {
        return shown.replaceAll("<[^>]*>|[^\\s,<>]+@[^\\s,:]+", "ADDRESS")
                .replaceAll("by [A-Z0-9-]+, session", "by MECHANISM, session")
                .replaceAll("record: \\S+ seq \\d+ of node \\S+", "RECORD")
                .replaceAll("[\\w.:-]*\\d[\\w.:-]*", "#");
    }

    /** The commands that the page prints are run on what Fetch.java of docs/clients fetched, with the unique-id of that message. */
    @Test
    void hasTheDigestsOfTheFilesOfBothParties(TestGateway gateway) throws Exception {
        Account account = gateway.newAccount();
        String message = MESSAGE.replace("evidence@", "both-parties@");
        try (SmtpClient agency = new SmtpClient(gateway.process().smtpPort())) {
            assertThat(agency.deliver(message.getBytes(StandardCharsets.US_ASCII), account.user()))
                    .startsWith("250 ");
        }
        int port = gateway.pop3().getPort();
        assertThat(SampleProgram.IN_JAVA_BY_DIGEST.run(scratch, port, gateway.certificate(), account))
                .isEqualTo(new RealClient.Ended(0, ""));

        String home = gateway.process().home().toString();
        String story = Outcome.of("audit", "show", "--message-id", "both-parties@example.org", "--home", home)
                .stdout();
        String sent = first("SHA-256 of DATA ([0-9a-f]{64})", story);
        String arrived = first("SHA-256 of it ([0-9a-f]{64})", story);
        String uniqueId = first(UNIQUE_ID, story);
        assertThat(first("is complete: .* SHA-256 ([0-9a-f]{64})", story)).isEqualTo(arrived);
        String page = page();
        String documented = first(UNIQUE_ID, page);
        String file = first("\n\\$ sha256sum (inbox/[^\n]*)\n", page).replace(documented, uniqueId);
        String withoutOurLines = first("\n\\$ (sed [^\n]*)\n", page).replace(documented, uniqueId);
        RealClient shell = RealClient.in(scratch);
        assertThat(shell.run("sha256sum", file)).isEqualTo(arrived + "  " + file + "\n");
        assertThat(shell.run("sh", "-c", withoutOurLines)).isEqualTo(sent + "  -\n");
        Files.writeString(scratch.resolve("message.eml"), message);
        assertThat(shell.run("sha256sum", "message.eml")).isEqualTo(sent + "  message.eml\n");
    }

    private static String first(String pattern, String text) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern).isTrue();
        return found.group(1);
    }

    @Test
    void saysWhatIsWrongWithTheArgumentsInOneLine() throws Exception {
        for (List<String> wrong : List.of(
                List.of("audit"),
                List.of("audit", "check"),
                List.of("audit", "verify"),
                List.of("audit", "verify", "--home", scratch.toString()),
                List.of("audit", "show", "--home", scratch.toString()))) {
            Outcome outcome = Outcome.of(wrong.toArray(String[]::new));

            assertThat(outcome.exit()).as(wrong.toString()).isEqualTo(2);
            assertThat(outcome.stderr().lines()).singleElement().asString().startsWith("digipoort: ");
            assertThat(outcome.stdout()).isEmpty();
        }
        assertThat(Outcome.of("audit", "verify", "--help").stdout()).contains("./digipoort audit show");
    }

    /** As on an auditor's machine, which has the jar, and a parser of JSON and Bouncy Castle beside it, but no James. */
    @Test
    void needsNoServer() throws Exception {
        Path lib = Distribution.directory().resolve("lib");
        String classPath = Distribution.directory().resolve("extensions-jars/digipoort-james-extension.jar") + ":"
                + only(lib, "jackson-core-*.jar") + ":" + only(lib, "bcprov-*.jar");
        Path trail = Files.createDirectories(scratch.resolve("trail"));
        Files.writeString(
                trail.resolve("digipoort-audit.jsonl"),
                "{\"v\":2,\"seq\":1,\"prev\":\"" + "0".repeat(64)
                        + "\",\"time\":\"2026-11-24T08:00:00.000Z\",\"event\":\"server-stopped\",\"node\":\"a\"}\n");
        Process tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        "nl.digipoort.james.evidence.AuditTool",
                        "verify",
                        "--key",
                        "none",
                        trail.toString())
                .redirectErrorStream(true)
                .start();

        String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said).contains("The chain holds.");
        assertThat(tool.waitFor()).isZero();
    }

    private static Path only(Path folder, String glob) throws IOException {
        try (var found = Files.newDirectoryStream(folder, glob)) {
            return found.iterator().next();
        }
    }
}
