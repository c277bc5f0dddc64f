// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.demo.Transcript;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Clients that vanish without a word: the operating system is to ask after them. */
@ExtendWith(SharedGateway.class)
class HalfOpenIT {
    /** In /proc/net/tcp: the keep-alive timer runs. */
    private static final String KEEP_ALIVE = "02";

    private static final int LOCAL_ADDRESS = 1;
    private static final int REMOTE_ADDRESS = 2;
    private static final int TIMER = 5;
    private static final int TICKS_PER_SECOND = 100;

    private final TestGateway gateway;

    HalfOpenIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void areAskedForASignOfLifeAfterTwoMinutes() throws Exception {
        try (Socket client =
                new Socket(InetAddress.getLoopbackAddress(), gateway.pop3().getPort())) {
            assertThat(client.getInputStream().read()).isEqualTo('+');

            await().untilAsserted(() -> assertIsAskedAfter(client));
        }
    }

    /**
     * With an open maildrop. What the system does when no sign of life comes, it is told to do at once here: it gives the server's end
     * of the connection up, without a word from the client.
     */
    @Test
    void loseTheirMaildropWhenTheSystemGivesThemUp(@TempDir Path scratch) throws Exception {
        Account account = gateway.newAccount();
        gateway.append(account, "Subject: a\r\n\r\nx\r\n");
        Socket connection = new Socket();

        try (Pop3Client client = Pop3Client.connect(connection, gateway.pop3(), Transcript.NONE)) {
            client.readLine();
            client.command("STLS");
            client.startTls(gateway.tls(), "localhost");
            client.command("USER " + account.user());
            assertThat(client.command("PASS " + account.password())).startsWith("+OK");
            client.command("DELE 1");
            // The timer runs once the last answer is acknowledged.
            await().untilAsserted(() -> assertIsAskedAfter(connection));
            assertThatThrownBy(() -> gateway.list(account)).hasMessageContaining("[IN-USE]");

            RealClient.in(scratch)
                    .run(
                            "ss",
                            "--kill",
                            "--tcp",
                            "sport = :" + connection.getPort() + " and dport = :" + connection.getLocalPort());
            assumeTrue(isGone(connection), "this system does not let its root give a connection up");

            await().ignoreException(UncheckedIOException.class)
                    .untilAsserted(() -> assertThat(gateway.list(account)).hasSize(1));
        }
    }

    private static void assertIsAskedAfter(Socket client) throws IOException {
        String[] timer = timer(client.getPort(), client.getLocalPort()).orElseThrow();

        assertThat(timer[0]).isEqualTo(KEEP_ALIVE);
        assertThat(Duration.ofSeconds(Long.parseLong(timer[1], 16) / TICKS_PER_SECOND))
                .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(120));
    }

    private static boolean isGone(Socket client) throws IOException {
        return timer(client.getPort(), client.getLocalPort()).isEmpty();
    }

    /** Which timer runs for the server's end of the connection, and for how many ticks yet. */
    private static Optional<String[]> timer(int serverPort, int clientPort) throws IOException {
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc/net/" + table))) {
                String[] columns = line.strip().split("\\s+", -1);
                if (isAt(columns[LOCAL_ADDRESS], serverPort) && isAt(columns[REMOTE_ADDRESS], clientPort)) {
                    return Optional.of(columns[TIMER].split(":", -1));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isAt(String address, int port) {
        return address.endsWith(String.format(Locale.ROOT, ":%04X", port));
    }
}
