// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.regex.Pattern;
import nl.digipoort.james.server.WebAdminClient;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator sees of the locks on maildrops, and does to them. */
@ExtendWith(SharedGateway.class)
class LockAdministrationIT {
    private static final String LOCKS = "/digipoort/locks";
    private static final String LOST = "-ERR [SYS/TEMP] The maildrop lock was lost, no message was removed";

    private final TestGateway gateway;
    private final WebAdminClient webAdmin;

    LockAdministrationIT(TestGateway gateway) {
        this.gateway = gateway;
        this.webAdmin = gateway.webAdmin();
    }

    @Test
    void showsASessionWithTheAddressOfItsClientUntilItEnds() throws Exception {
        Account account = gateway.newAccount();

        try (Pop3Client client = gateway.loggedIn(account)) {
            HttpResponse<String> response = webAdmin.send("GET", path(account), "");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body())
                    .matches("\\{\"user\":\"" + Pattern.quote(account.user()) + "\",\"kind\":\"session\","
                            + "\"client\":\"127\\.0\\.0\\.1\",\"mail\":null,\"node\":\"[^\"]+\",\"state\":\"held\","
                            + "\"since\":\"20[0-9T:.-]+Z\",\"heldSeconds\":[0-9]+,\"leftSeconds\":[3-6][0-9],"
                            + "\"fence\":[0-9]+}");
            assertThat(webAdmin.get(LOCKS)).startsWith("[{").contains("\"user\":\"" + account.user() + "\"");

            client.command("QUIT");
        }

        assertThat(webAdmin.send("GET", path(account), "").statusCode()).isEqualTo(404);
        assertThat(webAdmin.get(LOCKS)).doesNotContain(account.user());
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOOP", "RETR 1", "QUIT"})
    void endsTheSessionWhoseLockIsBrokenAndNothingIsDeleted(String nextCommand) throws Exception {
        Account account = gateway.newAccount();
        gateway.append(account, "Subject: a\r\n\r\nx\r\n");

        try (Pop3Client client = gateway.loggedIn(account)) {
            assertThat(client.command("DELE 1")).startsWith("+OK");

            long fence = fence(account);
            assertThat(breakLock(account, fence)).isEqualTo(204);

            try (Pop3Client successor = gateway.loggedIn(account)) {
                assertThat(client.command(nextCommand)).isEqualTo(LOST);
                assertThat(client.read()).isEqualTo(-1);
                assertThat(successor.command("STAT")).startsWith("+OK 1 ");
                assertThat(fence(account)).isGreaterThan(fence);
                assertThat(successor.command("QUIT")).isEqualTo("+OK Bye");
            }
        }

        assertThat(gateway.list(account)).hasSize(1);
    }

    @Test
    void leavesASessionAloneThatTheOperatorHasNotSeen() throws Exception {
        Account account = gateway.newAccount();
        gateway.list(account);

        long fence;
        try (Pop3Client client = gateway.loggedIn(account)) {
            fence = fence(account);
            assertThat(breakLock(account, fence - 1)).isEqualTo(409);
            assertThat(breakLock(account, "")).isEqualTo(400);

            assertThat(client.command("NOOP")).startsWith("+OK");
            client.command("QUIT");
        }
        assertThat(breakLock(account, fence)).isEqualTo(404);
    }

    @Test
    void tellsTheLogWhoseLockWasBroken() throws Exception {
        Account account = gateway.newAccount();

        try (Pop3Client client = gateway.loggedIn(account)) {
            breakLock(account, fence(account));

            assertThat(client.command("NOOP")).isEqualTo(LOST);
        }

        assertThat(Files.readString(gateway.process().home().resolve("var/log/digipoort.log")))
                .contains("has broken the lock on " + account.user() + " by SESSION of 127.0.0.1 on ");
    }

    private long fence(Account account) throws IOException, InterruptedException {
        return webAdmin.fence(account.user());
    }

    private int breakLock(Account account, long fence) throws IOException, InterruptedException {
        return breakLock(account, "?fence=" + fence);
    }

    private int breakLock(Account account, String query) throws IOException, InterruptedException {
        return webAdmin.send("DELETE", path(account) + query, "").statusCode();
    }

    private static String path(Account account) {
        return LOCKS + "/" + account.user();
    }
}
