// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import nl.digipoort.james.server.Distribution;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import nl.digipoort.james.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backs a server up and restores it elsewhere by the commands of docs/operate/operator.md. */
class BackupRestoreIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Pattern SCRIPT = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final String COPY = "cp -a home/conf";
    private static final String COPY_BACK = "cp -a backup/conf";

    @TempDir
    private Path scratch;

    /** The server is killed amid a session: what a stop leaves is in order all the more. */
    @Test
    void bringsBackAccountsRecordsMailAndWhatWaited() throws Exception {
        Account account;
        List<String> uniqueIds;
        try (TestGateway gateway =
                TestGateway.on(EmbeddedGateway.start(ChangedConfiguration.unchanged(scratch.resolve("home"))))) {
            account = gateway.newAccount();
            deliver(gateway, account);
            awaitMessages(gateway, account, 1);
            uniqueIds = gateway.uniqueIds(account);
            try (Pop3Client session = gateway.loggedIn(account)) {
                deliver(gateway, account);
                assertThat(gateway.webAdmin().get("/digipoort/held/" + account.user()))
                        .contains("\"mail\":");
                assertThat(session.command("NOOP")).isEqualTo("+OK");
                gateway.process().kill();
            }
        }

        run(COPY, "");
        run(COPY_BACK, "");

        assertThat(scratch.resolve("restored/var/audit/digipoort-audit.jsonl")).isNotEmptyFile();
        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(scratch.resolve("restored")))) {
            letsInByDigestMd5(gateway, account);
            awaitMessages(gateway, account, 2);
            assertThat(gateway.uniqueIds(account)).hasSize(2).containsAll(uniqueIds);
        }
    }

    @Test
    void givesNoUniqueIdAgainThatWasGivenAfterTheBackup() throws Exception {
        try (TestPostgres postgres = TestPostgres.ofItsOwn()) {
            String environment = "export PGHOST=127.0.0.1 PGPORT=" + postgres.port() + " PGUSER=" + postgres.user()
                    + " PATH=/usr/lib/postgresql/15/bin:\"$PATH\"\n";
            Account account;
            List<String> before;
            List<String> lost;
            try (TestGateway gateway =
                    start(ChangedConfiguration.homeOnPostgres(scratch.resolve("home")), postgres.url(), postgres)) {
                account = gateway.newAccount();
                deliver(gateway, account);
                awaitMessages(gateway, account, 1);
                before = gateway.uniqueIds(account);
                run("pg_dump", environment + "PGDATABASE=postgres; export PGDATABASE\n");
                deliver(gateway, account);
                awaitMessages(gateway, account, 2);
                lost = new ArrayList<>(gateway.uniqueIds(account));
                lost.removeAll(before);
            }

            run(COPY, "");
            run(COPY_BACK, "");
            run("pg_restore", environment);

            String restored = postgres.url().replaceAll("/postgres$", "/james");
            try (TestGateway gateway = start(scratch.resolve("restored"), restored, postgres)) {
                letsInByDigestMd5(gateway, account);
                assertThat(gateway.uniqueIds(account)).isEqualTo(before);
                deliver(gateway, account);
                awaitMessages(gateway, account, 2);
                List<String> now = gateway.uniqueIds(account);
                assertThat(now).containsAll(before);
                assertThat(now).doesNotContainAnyElementsOf(lost);
            }
        }
    }

    private static TestGateway start(Path home, String url, TestPostgres postgres) throws Exception {
        return TestGateway.on(EmbeddedGateway.start(
                home,
                Map.of(
                        "DIGIPOORT_DATABASE_URL",
                        url,
                        "DIGIPOORT_DATABASE_USER",
                        postgres.user(),
                        "DIGIPOORT_DATABASE_PASSWORD",
                        "not asked for")));
    }

    private static void deliver(TestGateway gateway, Account account) throws IOException {
        assertThat(SmtpClient.deliver(gateway.process().smtpPort(), account.user(), "mail"))
                .startsWith("250 ");
    }

    private static void awaitMessages(TestGateway gateway, Account account, int count) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(gateway.list(account)).hasSize(count));
    }

    private static void letsInByDigestMd5(TestGateway gateway, Account account) throws IOException {
        try (Pop3Client client = gateway.secured()) {
            assertThat(new DigestMd5Login(account.user(), account.password()).on(client))
                    .startsWith("+OK");
            assertThat(client.command("QUIT")).startsWith("+OK");
        }
    }

    /** The commands of the one example that has these words; a server is started by the test itself. */
    private void run(String words, String environment) throws Exception {
        String page = Files.readString(Distribution.project().resolve("docs/operate/operator.md"));
        List<String> scripts = SCRIPT.matcher(page)
                .results()
                .map(MatchResult::group)
                .filter(script -> script.contains(words))
                .toList();
        assertThat(scripts).hasSize(1);
        String commands = scripts.get(0)
                .lines()
                .filter(line -> !line.startsWith("```") && !line.startsWith("./digipoort"))
                .collect(Collectors.joining("\n"));

        RealClient.in(scratch).run("sh", "-euc", environment + commands);
    }
}
