// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import nl.digipoort.james.credential.CapturedLog;
import nl.digipoort.james.tls.HandshakeLog;
import nl.digipoort.james.tls.TestServerTls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The line that a failed handshake leaves; each client has an address of its own. */
class HandshakeLogTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int HELLO_OCTETS = 45;

    @TempDir
    private Path directory;

    private int lastAddress = 10;

    @ParameterizedTest
    @ValueSource(strings = {"native", "jdk"})
    void saysWhyInWords(String provider) throws Exception {
        try (WireServer server = WireServer.tlsAtOnce(directory, provider);
                CapturedLog log = CapturedLog.of(HandshakeLog.class)) {
            sent(server, oldHello());
            assertThat(line(log)).endsWith("reason=the client offers TLS 1.0 at most");

            sent(server, "GET / HTTP/1.1\r\n\r\n");
            assertThat(line(log)).endsWith("reason=plain HTTP");

            sent(server, "PASS secret\r\n");
            assertThat(line(log)).endsWith("reason=what the client sent is no TLS");

            connect(server).close();
            assertThat(line(log)).endsWith("reason=closed by the client in the middle");

            handshake(server, SSLContext.getDefault(), "TLSv1.3");
            assertThat(line(log))
                    .contains("reason=the client does not trust the certificate (alert ")
                    .contains(" address=127.0.0.")
                    .contains(" way=at-once leftOut=0 ");

            handshake(server, TestServerTls.client(), "TLSv1.2", "TLS_RSA_WITH_AES_128_GCM_SHA256");
            assertThat(line(log)).endsWith("reason=no cipher suite in common");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "jdk"})
    void saysThatAClientTookTooLong(String provider) throws Exception {
        try (WireServer server = WireServer.tlsAtOnce(directory, provider, 1);
                CapturedLog log = CapturedLog.of(HandshakeLog.class);
                Socket silent = connect(server)) {
            assertThat(silent.getInputStream().read()).isEqualTo(-1);

            assertThat(line(log)).endsWith("reason=not finished in 1 s");
        }
    }

    @Test
    void saysItOnceForANetworkAndTellsOfStls() throws Exception {
        try (WireServer server = WireServer.stls(directory, "native");
                CapturedLog log = CapturedLog.of(HandshakeLog.class)) {
            for (int i = 0; i < 3; i++) {
                try (Socket client = new Socket(
                        server.address().getAddress(), server.address().getPort())) {
                    client.getOutputStream().write("STLS\r\n".getBytes(ISO_8859_1));
                    int sessions = i + 1;
                    await().atMost(PATIENCE).until(() -> server.lines.size() == sessions);
                    client.getInputStream().readNBytes("+OK Hello there.\r\n+OK STLS\r\n".length());
                    client.getOutputStream().write("POST / HTTP/1.1\r\n".getBytes(ISO_8859_1));
                    client.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // The server has closed it.
                }
                int failures = i + 1;
                await().atMost(PATIENCE).until(() -> server.metrics.countFor("digipoort-tls-failed") == failures);
            }

            assertThat(log.take()).singleElement().asString().contains(" way=STLS leftOut=0 reason=plain HTTP");
        }
    }

    /** A ClientHello of TLS 1.0 with one suite. */
    private static String oldHello() {
        return "\u0016\u0003\u0001\u0000" + (char) HELLO_OCTETS + "\u0001\u0000\u0000" + (char) (HELLO_OCTETS - 4)
                + "\u0003\u0001" + "r".repeat(32) + "\u0000" + "\u0000\u0002\u00c0\u0013" + "\u0001\u0000";
    }

    private void sent(WireServer server, String octets) throws IOException {
        try (Socket client = connect(server)) {
            client.getOutputStream().write(octets.getBytes(ISO_8859_1));
            client.getInputStream().readAllBytes();
        }
    }

    private void handshake(WireServer server, SSLContext context, String version, String... suites) throws IOException {
        try (Socket socket = connect(server);
                SSLSocket client = (SSLSocket)
                        context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true)) {
            client.setEnabledProtocols(new String[] {version});
            if (suites.length > 0) {
                client.setEnabledCipherSuites(suites);
            }
            client.startHandshake();
        } catch (IOException e) {
            // As it is to be.
        }
    }

    private Socket connect(WireServer server) throws IOException {
        return new Socket(
                server.address().getAddress(),
                server.address().getPort(),
                InetAddress.getByName("127.0.0." + ++lastAddress),
                0);
    }

    private static String line(CapturedLog log) {
        List<String> lines = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> lines.addAll(log.take()));
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }
}
