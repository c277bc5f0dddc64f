// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interface rule 12, by RFC 2449's LOGIN-DELAY: what is announced, what is refused, and that it outlives the server. */
class LoginDelayIT {
    private static final String LOCKED_AND_READY = "+OK Maildrop locked and ready";
    private static final String TOO_SOON = "-ERR [LOGIN-DELAY] Too soon after the last login, try again later";
    private static final String LIMITS = "/digipoort/limits";

    @TempDir
    private Path scratch;

    @Test
    void holdsFromOneLoginToTheNextAndOverAKillUnlessTheAccountIsAnException() throws Exception {
        Path home = ChangedConfiguration.home(
                scratch.resolve("home"), "<loginDelay>0</loginDelay>", "<loginDelay>3600</loginDelay>");
        Account account;
        Account brokenOff;
        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home))) {
            account = gateway.newAccount();
            announcesItBeforeAndBehindTheLogin(gateway, account);
            refusesRightCredentialsOnlyAndLocksNothing(gateway, account);
            brokenOff = gateway.newAccount();
            try (Pop3Client client = gateway.loggedIn(brokenOff)) {
                assertThat(client.command("NOOP")).startsWith("+OK");
                gateway.process().kill();
            }
        }
        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home))) {
            assertThat(login(gateway, account)).isEqualTo(TOO_SOON);
            assertThat(login(gateway, brokenOff)).isEqualTo(TOO_SOON);

            String path = LIMITS + "/" + account.user();
            assertThat(gateway.webAdmin()
                            .send("PUT", path, "{\"loginDelay\":0}")
                            .statusCode())
                    .isEqualTo(204);
            assertThat(login(gateway, account)).isEqualTo(LOCKED_AND_READY);
            assertThat(login(gateway, account)).isEqualTo(LOCKED_AND_READY);
            try (Pop3Client client = gateway.loggedIn(account)) {
                assertThat(capabilities(client)).contains("LOGIN-DELAY 0");
            }

            gateway.webAdmin().send("DELETE", path, "");
            assertThat(login(gateway, account)).isEqualTo(TOO_SOON);

            gateway.webAdmin().send("PUT", LIMITS, "{\"loginDelay\":0}");
            assertThat(login(gateway, account)).isEqualTo(LOCKED_AND_READY);
            try (Pop3Client client = gateway.secured()) {
                assertThat(capabilities(client)).noneMatch(line -> line.startsWith("LOGIN-DELAY"));
            }
        }
    }

    private static void announcesItBeforeAndBehindTheLogin(TestGateway gateway, Account account) throws Exception {
        try (Pop3Client client = gateway.connect()) {
            assertThat(capabilities(client)).containsExactly("SASL DIGEST-MD5", "TOP", "PIPELINING", "STLS");
        }
        try (Pop3Client client = gateway.secured()) {
            assertThat(capabilities(client)).contains("LOGIN-DELAY 3600 USER");
        }
        try (Pop3Client client = gateway.loggedIn(account)) {
            assertThat(capabilities(client)).contains("LOGIN-DELAY 3600");
            assertThat(login(gateway, account)).startsWith("-ERR [IN-USE] ");
            client.command("QUIT");
        }
    }

    private static void refusesRightCredentialsOnlyAndLocksNothing(TestGateway gateway, Account account)
            throws Exception {
        try (Pop3Client client = gateway.secured()) {
            assertThat(client.command("USER " + account.user())).startsWith("+OK");
            assertThat(client.command("PASS wrong")).startsWith("-ERR [AUTH] ");
            assertThat(client.command("USER " + account.user())).startsWith("+OK");
            assertThat(client.command("PASS " + account.password())).isEqualTo(TOO_SOON);
            assertThat(gateway.webAdmin().get("/digipoort/locks")).isEqualTo("[]");
            assertThat(client.command("STAT")).startsWith("-ERR ");
        }
        assertThat(login(gateway, gateway.newAccount())).isEqualTo(LOCKED_AND_READY);
    }

    private static String login(TestGateway gateway, Account account) throws IOException {
        return TwoNodes.login(gateway, account);
    }

    private static List<String> capabilities(Pop3Client client) throws IOException {
        client.command("CAPA");
        return client.readLines();
    }
}
