// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import nl.digipoort.james.credential.CapturedLog;
import nl.digipoort.james.tls.TestServerTls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that break their connection off, with a reset, when the server is about to do something for them. */
class GoneClientTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int CONNECTIONS = 400;
    /** The beginning of a ClientHello. */
    private static final byte[] HELLO = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};

    @TempDir
    private Path directory;

    @Test
    void leavesNothingBehindWhenTheClientIsGoneRightAfterStls() throws Exception {
        try (WireServer server = WireServer.stls(directory, "native");
                CapturedLog ours = CapturedLog.of("nl.digipoort");
                CapturedLog netty = CapturedLog.of("io.netty")) {
            for (int i = 0; i < CONNECTIONS; i++) {
                resetAfterStls(server, i % 3);
            }

            await().atMost(PATIENCE).until(() -> server.ended.get() == CONNECTIONS);
            await().atMost(PATIENCE).until(() -> TestServerTls.engines(server.tls) == 0);
            // Of those that wait for the answer, all; of the others, who was still there.
            assertThat(server.lines).hasSizeBetween(CONNECTIONS * 2 / 3, CONNECTIONS);
            assertThat(ours.take()).noneMatch(GoneClientTest::isTrouble);
            assertThat(netty.take()).noneMatch(GoneClientTest::isTrouble);
        }
    }

    /** @param further how far it goes on: not at all, to the answer, to the begin of its ClientHello */
    private static void resetAfterStls(WireServer server, int further) throws IOException {
        try (Socket client =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            client.setSoLinger(true, 0);
            readLine(client.getInputStream());
            client.getOutputStream().write("STLS\r\n".getBytes(US_ASCII));
            if (further > 0) {
                readLine(client.getInputStream());
            }
            if (further > 1) {
                client.getOutputStream().write(HELLO);
            }
        }
    }

    private static void readLine(InputStream in) throws IOException {
        int octet = in.read();
        while (octet >= 0 && octet != '\n') {
            octet = in.read();
        }
    }

    /** Netty reports at any time what another test has leaked. */
    private static boolean isTrouble(String line) {
        return (line.startsWith("WARN") || line.startsWith("ERROR")) && !line.startsWith("ERROR LEAK: ");
    }
}
