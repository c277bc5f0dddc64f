// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that do not end by themselves, with short times. */
class SessionsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final String MESSAGE = "Subject: a\r\n\r\none\r\n";

    @TempDir
    static Path scratch;

    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        Path home = ChangedConfiguration.home(
                scratch.resolve("home"),
                "<longestSession>43200</longestSession>\n            <blocksDeliveries>600</blocksDeliveries>",
                "<longestSession>20</longestSession><blocksDeliveries>3</blocksDeliveries>");
        gateway = TestGateway.on(EmbeddedGateway.start(home));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void endsASessionThatMovesNothingAndBringsInTheMailThatWaited() throws Exception {
        Account account = gateway.newAccount();
        gateway.append(account, MESSAGE);

        try (Pop3Client client = gateway.loggedIn(account)) {
            client.command("DELE 1");
            deliver(account);

            goOnUntilItIsEnded(() -> assertThat(client.command("NOOP")).isEqualTo("+OK"));
        }

        gateway.awaitMessages(account, 2);
        assertThat(gateway.list(account)).as("what was marked, and what waited").hasSize(2);
        assertThatItIsRecordedAs("blocked-deliveries", account);
    }

    @Test
    void endsASessionThatLastsForTooLongWhateverItMoves() throws Exception {
        Account account = gateway.newAccount();
        gateway.append(account, MESSAGE);

        try (Pop3Client client = gateway.loggedIn(account)) {
            goOnUntilItIsEnded(() -> {
                assertThat(client.command("RETR 1")).startsWith("+OK");
                client.readBody();
                assertThat(client.command("DELE 1")).startsWith("+OK");
                assertThat(client.command("RSET")).startsWith("+OK");
            });
        }

        // the maildrop is free a little later
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> gateway.list(account).size() == 1);
        assertThatItIsRecordedAs("too-long", account);
    }

    /** No answer is a wrong one, and none comes that nobody asked for. */
    private static void goOnUntilItIsEnded(Commands commands) {
        await().atMost(PATIENCE).pollInterval(PAUSE).until(() -> {
            try {
                commands.run();
                return false;
            } catch (IOException e) {
                return true;
            }
        });
    }

    private static void deliver(Account account) throws IOException {
        assertThat(SmtpClient.deliver(gateway.process().smtpPort(), account.user(), "new mail"))
                .startsWith("250");
    }

    private static void assertThatItIsRecordedAs(String outcome, Account account) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(sessionEnds(account))
                .anyMatch(line -> line.contains("\"outcome\":\"" + outcome + "\"") && line.contains("\"deleted\":0")));
    }

    private static List<String> sessionEnds(Account account) throws IOException {
        return Files.readString(gateway.process().home().resolve("var/audit/digipoort-audit.jsonl"))
                .lines()
                .filter(line -> line.contains('"' + account.user() + '"') && line.contains("\"session-ended\""))
                .toList();
    }

    private interface Commands {
        void run() throws IOException;
    }
}
