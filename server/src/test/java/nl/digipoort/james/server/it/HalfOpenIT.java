package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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

            String[] timer = timer(client.getPort(), client.getLocalPort());

            assertThat(timer[0]).isEqualTo(KEEP_ALIVE);
            assertThat(Duration.ofSeconds(Long.parseLong(timer[1], 16) / TICKS_PER_SECOND))
                    .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(120));
        }
    }

    /** Which timer runs for the server's end of the connection, and for how many ticks yet. */
    private static String[] timer(int serverPort, int clientPort) throws IOException {
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc/net/" + table))) {
                String[] columns = line.strip().split("\\s+", -1);
                if (isAt(columns[LOCAL_ADDRESS], serverPort) && isAt(columns[REMOTE_ADDRESS], clientPort)) {
                    return columns[TIMER].split(":", -1);
                }
            }
        }
        throw new IOException("no connection from port " + clientPort + " to port " + serverPort);
    }

    private static boolean isAt(String address, int port) {
        return address.endsWith(String.format(Locale.ROOT, ":%04X", port));
    }
}
