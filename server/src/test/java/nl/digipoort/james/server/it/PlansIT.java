// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import nl.digipoort.james.testing.QueryPlans;
import nl.digipoort.james.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With 100,000 accounts in PostgreSQL no statement of a delivery, a session or an account's administration reads all of a table that grows,
 * whether it is James's or ours. What the stores do besides is in PostgresPlansTest.
 */
class PlansIT {
    /** Read whole on purpose: every limit and policy, into memory, every few seconds; the few maildrops with held mail; the locks, by the health check. */
    private static final List<String> SWEEPS = List.of(
            "LIMIT_VALUE FROM DIGIPOORT_LIMIT",
            "POLICY FROM DIGIPOORT_POLICY",
            "FROM DIGIPOORT_MAILDROP m WHERE m.WAITING > 0",
            "FROM DIGIPOORT_MAILDROP_LOCK WHERE OWNER_TOKEN IS NOT NULL AND EXPIRES_AT > CURRENT_TIMESTAMP");

    @TempDir
    private Path scratch;

    @Test
    void readOnlyWhatTheyNeed() throws Exception {
        try (TestPostgres postgres = TestPostgres.ofItsOwn();
                QueryPlans plans = new QueryPlans(postgres)) {
            Path home = ChangedConfiguration.homeOnPostgres(scratch.resolve("home"));
            Map<String, String> environment = Map.of(
                    "DIGIPOORT_DATABASE_URL",
                    postgres.url(),
                    "DIGIPOORT_DATABASE_USER",
                    postgres.user(),
                    "DIGIPOORT_DATABASE_PASSWORD",
                    "not asked for");
            try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home, environment))) {
                // which makes all tables and the indexes
                use(gateway);
                await().untilAsserted(() -> assertThat(
                                plans.ask("SELECT relname FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid"
                                        + " WHERE i.indisvalid AND relname LIKE 'digipoort_james_%'"))
                        .hasSize(3));
                plans.fill();
                plans.take();

                use(gateway);

                List<String> taken = plans.take();
                assertThat(taken)
                        .anyMatch(plan -> plan.contains("INSERT INTO JAMES_MAIL "))
                        .anyMatch(plan -> plan.contains("HEADER_BYTES, MAIL_BYTES"))
                        .anyMatch(plan -> plan.contains("james_recipient_rewrite"))
                        .anyMatch(plan -> plan.contains("james_max_user_storage"));
                assertThat(plans.reading(taken))
                        .filteredOn(plan -> SWEEPS.stream().noneMatch(plan::contains))
                        .isEmpty();
            }
        }
    }

    private static void use(TestGateway gateway) throws Exception {
        Account account = gateway.newAccount();
        assertThat(gateway.webAdmin().get("/digipoort/maildrops/" + account.user()))
                .contains(account.user());
        deliver(gateway, account);
        try (Pop3Client client = gateway.loggedIn(account)) {
            assertThat(client.command("STAT")).startsWith("+OK 1 ");
            // held, because of the session
            deliver(gateway, account);
            assertThat(client.command("RETR 1")).startsWith("+OK");
            client.readLines();
            assertThat(client.command("DELE 1")).startsWith("+OK");
            assertThat(client.command("QUIT")).startsWith("+OK");
        }
        gateway.awaitMessages(account, 1);
        try (Pop3Client client = gateway.secured()) {
            assertThat(new DigestMd5Login(account.user(), account.password()).on(client))
                    .startsWith("+OK");
            client.command("TOP 1 0");
            client.readLines();
            client.command("QUIT");
        }
        gateway.setPassword(account, "changed");
        gateway.webAdmin().send("DELETE", "/users/" + account.user(), "");
    }

    private static void deliver(TestGateway gateway, Account account) throws Exception {
        assertThat(SmtpClient.deliver(gateway.process().smtpPort(), account.user(), "Hello"))
                .startsWith("250 ");
    }
}
