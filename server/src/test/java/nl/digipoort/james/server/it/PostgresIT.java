// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.ExampleMessage;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.demo.Transcript;
import nl.digipoort.james.server.demo.WorkedExample;
import nl.digipoort.james.server.it.TestGateway.Account;
import nl.digipoort.james.testing.TestPostgres;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same server on PostgreSQL, by configuration alone. */
class PostgresIT {
    @TempDir
    private Path scratch;

    @Test
    void playsTheWorkedExampleAndKeepsItsDataOverARestart() throws Exception {
        TestPostgres postgres = TestPostgres.running();
        Map<String, String> environment = Map.of(
                "DIGIPOORT_DATABASE_URL",
                postgres.url(),
                "DIGIPOORT_DATABASE_USER",
                postgres.user(),
                "DIGIPOORT_DATABASE_PASSWORD",
                "not asked for");
        Path home = ChangedConfiguration.homeOnPostgres(scratch.resolve("home"));
        Account account;

        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home, environment))) {
            account = gateway.newAccount();
            for (long octets : new long[] {ExampleMessage.SMALL, ExampleMessage.LARGE}) {
                Path message = scratch.resolve(octets + ".eml");
                ExampleMessage.of(1, account.user(), octets).write(message);
                gateway.append(account, message);
            }
            byte[] first = new WorkedExample(gateway.pop3(), gateway.tls(), Transcript.NONE)
                    .play(account.user(), account.password());
            assertThat(first).isEqualTo(Files.readAllBytes(scratch.resolve(ExampleMessage.SMALL + ".eml")));
            // which writes what is known of the last login a moment later otherwise
            assertThat(gateway.process().terminate()).isIn(0, 143);
        }

        try (StatementLog statements = new StatementLog(postgres);
                TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home, environment))) {
            String usedBefore = gateway.webAdmin().get("/digipoort/maildrops/" + account.user());
            assertThat(gateway.list(account)).containsExactly("1 " + ExampleMessage.LARGE);
            assertThat(usedBefore)
                    .contains("\"lastLogin\":{\"at\":\"20", "\"client\":\"127.0.0.1\"}")
                    .contains("\"lastRetrieval\":{\"at\":\"20");
            hasTheIndexesThatJamesLacks(statements);
            readsNoMessageAtTheLoginBehindItsDelivery(gateway, account, statements);
            asksLittleForALogin(gateway, account, statements);
        }
        assertThat(home.resolve("var/database")).doesNotExist();
    }

    private static void hasTheIndexesThatJamesLacks(StatementLog statements) {
        await().untilAsserted(() -> assertThat(statements.ask("SELECT COUNT(*) FROM pg_index WHERE indisvalid AND"
                        + " indexrelid::regclass::text LIKE 'digipoort_james_mail_%_message'"))
                .isEqualTo("2"));
    }

    private static void readsNoMessageAtTheLoginBehindItsDelivery(
            TestGateway gateway, Account account, StatementLog statements) throws Exception {
        statements.take();
        assertThat(SmtpClient.deliver(gateway.process().smtpPort(), account.user(), "Hello"))
                .startsWith("250 ");
        // which frees the lock behind the noting of the size
        await().until(() -> statements.take().stream()
                .anyMatch(statement -> statement.startsWith("UPDATE DIGIPOORT_MAILDROP_LOCK SET OWNER_TOKEN = NULL")));

        assertThat(gateway.list(account)).hasSize(2);

        assertThat(statements.take())
                .anyMatch(statement -> statement.contains("FROM JAMES_MAIL "))
                .noneMatch(statement -> statement.toUpperCase(Locale.ROOT).contains("HEADER_BYTES"));
    }

    /** The server does more in the background, so that of several logins the one with the fewest statements is looked at. */
    private static void asksLittleForALogin(TestGateway gateway, Account account, StatementLog statements)
            throws Exception {
        List<List<String>> logins = new ArrayList<>();
        List<List<String>> quits = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            try (Pop3Client client = gateway.secured()) {
                statements.take();
                assertThat(new DigestMd5Login(account.user(), account.password()).on(client))
                        .startsWith("+OK");
                logins.add(statements.takeWithCommits());
                client.command("QUIT");
                quits.add(statements.take());
            }
        }

        // domain, credential record, password's fingerprint, domain and fingerprint once more for the right to the
        // session, lock and its fence, journal, mailbox, messages, sizes; the last three in two transactions, all else
        // without one
        assertThat(fewest(logins))
                .hasSizeBetween(1, 13)
                .areAtMost(2, new Condition<>(StatementLog.COMMIT::equals, "a commit"))
                // James verifies, and hashes, a password with the user that it has loaded
                .noneMatch(statement -> statement.toUpperCase(Locale.ROOT).contains("JAMES_USER T0"));
        assertThat(fewest(quits)).hasSize(1);
    }

    private static List<String> fewest(List<List<String>> statements) {
        return Collections.min(statements, Comparator.comparingInt(List::size));
    }
}
