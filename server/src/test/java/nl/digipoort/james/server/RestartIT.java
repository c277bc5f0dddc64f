// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a home keeps when its server ends, in order or not. */
class RestartIT {
    private static final String USER = "keeper@example.org";

    @TempDir
    Path scratch;

    @Test
    void keepsAccountsAndMailOverSigtermAndOverKill() throws Exception {
        Path home = scratch.resolve("home");
        try (EmbeddedGateway gateway = EmbeddedGateway.start(home)) {
            assertThat(gateway.cli("AddDomain", "example.org").exit()).isZero();
            assertThat(gateway.cli("AddUser", USER, "secret").exit()).isZero();
            deliverAndAwait(gateway, "1");

            assertThat(gateway.terminate()).isIn(0, 143);
        }
        try (EmbeddedGateway gateway = EmbeddedGateway.start(home)) {
            assertThat(gateway.cli("ListUsers").stdout()).contains(USER);
            assertThat(gateway.webAdmin().messagesOf(USER)).isEqualTo("1");

            assertThat(SmtpClient.deliver(gateway.smtpPort(), USER, "two")).startsWith("250 ");
            gateway.kill();
        }
        try (EmbeddedGateway gateway = EmbeddedGateway.start(home)) {
            awaitCount(gateway, "2");
        }
    }

    private static void deliverAndAwait(EmbeddedGateway gateway, String count) throws Exception {
        assertThat(SmtpClient.deliver(gateway.smtpPort(), USER, "one")).startsWith("250 ");
        awaitCount(gateway, count);
    }

    private static void awaitCount(EmbeddedGateway gateway, String count) {
        WebAdminClient webadmin = gateway.webAdmin();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(webadmin.messagesOf(USER)).isEqualTo(count));
    }
}
