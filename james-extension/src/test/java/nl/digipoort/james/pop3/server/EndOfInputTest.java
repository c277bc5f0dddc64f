// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import nl.digipoort.james.tls.TestServerTls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that end what they send, each in its way: what came before is answered or carried out, and then the connection ends. */
class EndOfInputTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int TIMES = 36;

    @TempDir
    private Path directory;

    @Test
    void answersAllThatCameBeforeTheEndOfTheSocketsInput() throws Exception {
        try (WireServer server = WireServer.stls(directory, "native");
                Socket client = connect(server)) {
            send(client, "LOGIN\r\nLIST\r\nWAIT\r\nQUIT\r\n");
            client.shutdownOutput();

            assertThat(rest(client))
                    .isEqualTo(
                            "+OK Hello there.\r\n+OK LOGIN\r\n+OK LIST\r\n1 1\r\n2 2\r\n.\r\n+OK late\r\n+OK QUIT\r\n");
            await().atMost(PATIENCE).until(() -> server.ended.get() == 1);
        }
    }

    @Test
    void leavesHalfALineUnansweredAndEnds() throws Exception {
        try (WireServer server = WireServer.stls(directory, "native");
                Socket client = connect(server)) {
            send(client, "LOGIN\r\nNOOP\r\nQUIT");
            client.shutdownOutput();

            assertThat(rest(client)).isEqualTo("+OK Hello there.\r\n+OK LOGIN\r\n+OK NOOP\r\n");
            await().atMost(PATIENCE).until(() -> server.ended.get() == 1);
            assertThat(server.lines).containsExactly("LOGIN", "NOOP");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "native,TLSv1.3,false", "native,TLSv1.2,false", "jdk,TLSv1.3,false", "jdk,TLSv1.2,false",
        "native,TLSv1.3,true", "native,TLSv1.2,true", "jdk,TLSv1.3,true", "jdk,TLSv1.2,true"
    })
    void answersAllThatCameBeforeCloseNotify(String provider, String version, boolean withFin) throws Exception {
        try (WireServer server = WireServer.tlsAtOnce(directory, provider);
                Socket client = connect(server)) {
            SSLSocket secured = secured(client, version, withFin);
            send(secured, "LOGIN\r\nLIST\r\nWAIT\r\nQUIT\r\n");
            secured.shutdownOutput();

            assertThat(rest(secured))
                    .isEqualTo(
                            "+OK Hello there.\r\n+OK LOGIN\r\n+OK LIST\r\n1 1\r\n2 2\r\n.\r\n+OK late\r\n+OK QUIT\r\n");
            await().atMost(PATIENCE).until(() -> server.ended.get() == 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"native,TLSv1.3", "native,TLSv1.2", "jdk,TLSv1.3", "jdk,TLSv1.2"})
    void endsASessionThatTheClientEndsWithoutQuit(String provider, String version) throws Exception {
        try (WireServer server = WireServer.tlsAtOnce(directory, provider);
                Socket client = connect(server)) {
            SSLSocket secured = secured(client, version, false);
            send(secured, "LOGIN\r\nNOOP\r\n");
            secured.shutdownOutput();

            assertThat(rest(secured)).isEqualTo("+OK Hello there.\r\n+OK LOGIN\r\n+OK NOOP\r\n");
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            await().atMost(PATIENCE).until(() -> server.ended.get() == 1);
        }
    }

    /** Its socket is closed, so that the first answers are met by a reset. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void takesQuitEachTimeWhenTheClientHangsUpRightBehindIt(boolean underTls) throws Exception {
        try (WireServer server =
                underTls ? WireServer.tlsAtOnce(directory, "native") : WireServer.stls(directory, "native")) {
            for (int i = 1; i <= TIMES; i++) {
                try (Socket client = connect(server)) {
                    Socket socket = underTls ? secured(client, "TLSv1.3", true) : client;
                    send(socket, "LOGIN\r\n");
                    assertThat(readLine(socket)).isEqualTo("+OK Hello there.");
                    assertThat(readLine(socket)).isEqualTo("+OK LOGIN");
                    send(socket, "NOOP\r\n" + "DELE 1\r\n".repeat(i * 20) + "QUIT\r\n");
                }
                int sessions = i;
                await().atMost(PATIENCE).until(() -> server.ended.get() == sessions);
            }

            assertThat(server.lines).filteredOn("QUIT"::equals).hasSize(TIMES);
            assertThat(server.lines).filteredOn("DELE 1"::equals).hasSize(20 * TIMES * (TIMES + 1) / 2);
        }
    }

    /** As the system does for a client that closes its socket with answers unread. */
    @Test
    void takesQuitEachTimeWhenAResetComesRightBehindIt() throws Exception {
        try (WireServer server = WireServer.stls(directory, "native")) {
            for (int i = 1; i <= TIMES; i++) {
                try (Socket client = connect(server)) {
                    send(client, "LOGIN\r\n");
                    assertThat(readLine(client)).isEqualTo("+OK Hello there.");
                    assertThat(readLine(client)).isEqualTo("+OK LOGIN");
                    client.setSoLinger(true, 0);
                    send(client, "DELE 1\r\nDELE 2\r\nQUIT\r\n");
                }
                int sessions = i;
                await().atMost(PATIENCE).until(() -> server.ended.get() == sessions);
            }

            assertThat(server.lines).filteredOn("QUIT"::equals).hasSize(TIMES);
        }
    }

    @Test
    void takesNothingMoreFromAConnectionThatBroke() throws Exception {
        try (WireServer server = WireServer.stls(directory, "native")) {
            try (Socket client = connect(server)) {
                send(client, "LOGIN\r\nLONG WAIT\r\nQUIT\r\n");
                await().atMost(PATIENCE).until(() -> server.lines.contains("LONG WAIT"));
                client.setSoLinger(true, 0);
            }

            await().atMost(PATIENCE).until(() -> server.ended.get() == 1);
            assertThat(server.lines).containsExactly("LOGIN", "LONG WAIT");
        }
    }

    private static Socket connect(WireServer server) throws IOException {
        Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** @param withFin whether the end of TLS is the end of the socket's output too */
    private static SSLSocket secured(Socket socket, String version, boolean withFin) throws Exception {
        SSLSocket secured = (SSLSocket)
                TestServerTls.client().getSocketFactory().createSocket(socket, "localhost", socket.getPort(), withFin);
        secured.setEnabledProtocols(new String[] {version});
        secured.startHandshake();
        return secured;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String readLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = socket.getInputStream().read();
                octet >= 0 && octet != '\n';
                octet = socket.getInputStream().read()) {
            line.append((char) octet);
        }
        return line.toString().strip();
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
}
