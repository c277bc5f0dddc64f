// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.WebAdminClient;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an operator sees of mail that waits for a session to end, and does about it. A gateway of its own, which brings nothing in by
 * itself but at the end of a session, and for which a second is too long to wait.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeldMailAdministrationIT {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final String HELD = "/digipoort/held";
    private static final String CHECK = "/healthcheck/checks/Digipoort%20maildrops";
    private static final String CHECKED =
            "{\"componentName\":\"Digipoort maildrops\",\"escapedComponentName\":\"Digipoort%20maildrops\",\"status\":";
    private static final String HEALTHY = CHECKED + "\"healthy\",\"cause\":null}";

    private TestGateway gateway;
    private WebAdminClient webAdmin;

    @BeforeAll
    void start(@TempDir Path scratch) throws Exception {
        Path home = ChangedConfiguration.home(
                scratch.resolve("home"),
                "<sweepInterval>5</sweepInterval>\n            <alarmAfter>900</alarmAfter>",
                "<sweepInterval>3600</sweepInterval>\n            <alarmAfter>1</alarmAfter>");
        gateway = TestGateway.on(EmbeddedGateway.start(home));
        webAdmin = gateway.webAdmin();
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @Test
    void showsMailThatASessionKeepsOutAndBringsItInWhenAskedOnceTheLockIsBroken() throws Exception {
        Account account = gateway.newAccount();
        assertThat(webAdmin.get(CHECK)).isEqualTo(HEALTHY);
        assertThat(release(account).statusCode()).isEqualTo(404);

        try (Pop3Client client = gateway.loggedIn(account)) {
            deliver(account, 1);

            assertThat(webAdmin.get(HELD + "/" + account.user()))
                    .matches("\\[\\{\"user\":\"" + account.user() + "\",\"sequence\":[0-9]+,\"mail\":\"[^\"]+\","
                            + "\"octets\":[0-9]+,\"arrivedAt\":\"20[0-9T:.-]+Z\",\"heldSeconds\":[0-9]+}]");
            assertThat(webAdmin.get(HELD)).contains("\"user\":\"" + account.user() + "\",\"count\":1,");
            awaitDegraded();
            HttpResponse<String> refused = release(account);
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body()).contains("is in use; deliveries held until it is free: 1\"");

            String lock = "/digipoort/locks/" + account.user() + "?fence=" + webAdmin.fence(account.user());
            assertThat(webAdmin.send("DELETE", lock, "").statusCode()).isEqualTo(204);
            assertThat(release(account).statusCode()).isEqualTo(204);

            assertThat(webAdmin.get(HELD)).isEqualTo("[]");
            assertThat(client.command("QUIT")).startsWith("-ERR [SYS/TEMP]");
        }
        assertThat(gateway.list(account)).hasSize(1);
        assertThat(webAdmin.get(CHECK)).isEqualTo(HEALTHY);
    }

    @Test
    void hasNothingLeftToReleaseWhenTheSessionHasEnded() throws Exception {
        Account account = gateway.newAccount();

        try (Pop3Client client = gateway.loggedIn(account)) {
            deliver(account, 1);
            deliver(account, 2);
            client.command("QUIT");
        }

        await().atMost(SOON).untilAsserted(() -> assertThat(webAdmin.get(HELD + "/" + account.user()))
                .isEqualTo("[]"));
        assertThat(release(account).statusCode()).isEqualTo(404);
        assertThat(gateway.list(account)).hasSize(2);
    }

    /** No account is named: James asks no token of those who read this. */
    private void awaitDegraded() {
        String degraded = CHECKED + "\"degraded\",\"cause\":\"Deliveries held: 1, the oldest for ";
        await().atMost(SOON).untilAsserted(() -> {
            HttpResponse<String> response = webAdmin.send("GET", CHECK, "");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body())
                    .startsWith(degraded)
                    .matches(".* [0-9]+ s; locks: 1, the oldest for [0-9]+ s\"}")
                    .doesNotContain("@");
        });
        assertThat(get("/healthcheck")).contains(degraded);
    }

    private String get(String path) {
        try {
            return webAdmin.get(path);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void deliver(Account account, int count) throws Exception {
        assertThat(SmtpClient.deliver(gateway.process().smtpPort(), account.user(), "mail " + count))
                .startsWith("250 ");
        assertThat(webAdmin.get(HELD + "/" + account.user()).split("\"sequence\":", -1))
                .hasSize(count + 1);
    }

    private HttpResponse<String> release(Account account) throws Exception {
        return webAdmin.send("POST", HELD + "/" + account.user() + "?action=release", "");
    }
}
