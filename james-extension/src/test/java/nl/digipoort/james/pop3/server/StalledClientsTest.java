// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import nl.digipoort.james.tls.TestServerTls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients under TLS that ask for a long reply and read nothing of it. {@code -Ddigipoort.stalled.clients=10000} measures more of them; the
 * figures are in docs/develop/adr/0050-memory-of-replies.md.
 */
class StalledClientsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int CLIENTS = Integer.getInteger("digipoort.stalled.clients", 60);
    /** So little that the first few of them reach it. */
    private static final long BOUND = Long.getLong("digipoort.stalled.bound", 1 << 20);
    /** The threads of the server look at the bound before they write. */
    private static final long OVERSHOOT = 4L * 32 * 1024;

    private static final long A_SMALL_PIECE = 4 * 1024;

    @TempDir
    private Path directory;

    private final List<Socket> clients = new ArrayList<>();

    @AfterEach
    void leave() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
    }

    @Test
    void holdLittleMoreThanTheBoundTogether() throws Exception {
        UnsentOctets unsent = new UnsentOctets(BOUND);
        try (WireServer server = WireServer.stls(directory, "native", unsent)) {
            long before = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();

            for (int i = 0; i < CLIENTS; i++) {
                ask(server);
            }

            await().atMost(PATIENCE).until(() -> server.loggedIn() == CLIENTS && server.isAtRest());
            long direct = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - before;
            System.getLogger("stalled")
                    .log(
                            System.Logger.Level.INFO,
                            "{0} clients: {1} octets unsent, {2} of direct memory, {3} each",
                            CLIENTS,
                            unsent.get(),
                            direct,
                            direct / CLIENTS);
            assertThat(unsent.get()).isBetween(BOUND, BOUND + OVERSHOOT + CLIENTS * A_SMALL_PIECE);
            leave();
            await().atMost(PATIENCE).until(() -> server.ended.get() == CLIENTS && unsent.get() == 0);
        }
    }

    private void ask(WireServer server) throws Exception {
        Socket plain = new Socket();
        clients.add(plain);
        plain.setReceiveBufferSize(4 * 1024);
        plain.connect(server.address());
        readLine(plain.getInputStream());
        plain.getOutputStream().write("STLS\r\n".getBytes(US_ASCII));
        readLine(plain.getInputStream());
        SSLSocket secured = (SSLSocket) TestServerTls.client()
                .getSocketFactory()
                .createSocket(plain, InetAddress.getLoopbackAddress().getHostName(), plain.getPort(), false);
        secured.getOutputStream().write("LOGIN\r\nENDLESS\r\n".getBytes(US_ASCII));
        readLine(secured.getInputStream());
    }

    private static void readLine(InputStream in) throws IOException {
        int octet = in.read();
        while (octet >= 0 && octet != '\n') {
            octet = in.read();
        }
    }
}
