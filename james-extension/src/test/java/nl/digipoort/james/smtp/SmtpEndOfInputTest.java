// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import nl.digipoort.james.credential.CapturedLog;
import nl.digipoort.james.tls.ServerTls;
import nl.digipoort.james.tls.TestServerTls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that end what they send, or are gone, each in its way. */
class SmtpEndOfInputTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String MESSAGE = Receiver.TO_DATA + "x\r\n";
    private static final int TIMES = 36;

    @TempDir
    private Path directory;

    private final Receiver receiver = Receiver.smtp("");
    private ServerTls tls;
    private SmtpListener listener;

    @BeforeEach
    void start() throws Exception {
        tls = TestServerTls.started(directory, "native");
        listener = new SmtpListener(receiver.service, tls, receiver.smtpMetrics);
        listener.start();
    }

    @AfterEach
    void stop() {
        listener.stop();
    }

    @Test
    void answersAMessageWhoseEndCameBeforeTheEndOfTheSocketsInput() throws Exception {
        try (Socket client = connect()) {
            send(client, MESSAGE + ".\r\nQUIT\r\n");
            client.shutdownOutput();

            assertThat(rest(client)).contains("\r\n354 ", "\r\n250 2.6.0 ").endsWith(" closes the connection\r\n");
        }
        assertThat(receiver.mails.accepted).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void answersAMessageWhoseEndCameBeforeCloseNotify(boolean withFin) throws Exception {
        try (Socket client = connect()) {
            SSLSocket secured = secured(client, withFin);
            send(secured, MESSAGE + ".\r\n");
            secured.shutdownOutput();

            assertThat(rest(secured)).contains("\r\n354 ").endsWith(" accepted\r\n");
        }
        assertThat(receiver.mails.accepted).hasSize(1);
    }

    @Test
    void acceptsNoMessageWhoseEndDidNotCome() throws Exception {
        try (Socket client = connect()) {
            send(client, MESSAGE + ".\r");
            client.shutdownOutput();

            assertThat(rest(client)).contains("\r\n354 ").doesNotContain("\r\n250 2.6.0 ");
        }
        assertThat(receiver.mails.accepted).isEmpty();
    }

    @Test
    void takesAWholeMessageEachTimeWhenTheClientHangsUpRightBehindIt() throws Exception {
        for (int i = 1; i <= TIMES; i++) {
            try (Socket client = connect()) {
                readLine(client);
                send(client, Receiver.TO_DATA + "x".repeat(i * 1000) + "\r\n.\r\n");
                client.shutdownOutput();
            }
            int sent = i;
            await().atMost(PATIENCE).until(() -> receiver.mails.accepted.size() == sent);
        }
    }

    @Test
    void leavesNothingBehindWhenTheClientIsGoneRightAfterStarttls() throws Exception {
        try (CapturedLog ours = CapturedLog.of("nl.digipoort");
                CapturedLog netty = CapturedLog.of("io.netty")) {
            for (int i = 0; i < 100; i++) {
                try (Socket client = connect()) {
                    client.setSoLinger(true, 0);
                    readLine(client);
                    send(client, "STARTTLS\r\n");
                    if (i % 2 == 0) {
                        readLine(client);
                    }
                }
            }

            await().atMost(PATIENCE).until(() -> TestServerTls.engines(tls) == 0);
            assertThat(ours.take()).noneMatch(SmtpEndOfInputTest::isTrouble);
            assertThat(netty.take()).noneMatch(SmtpEndOfInputTest::isTrouble);
        }
    }

    /** Netty reports at any time what another test has leaked. */
    private static boolean isTrouble(String line) {
        return (line.startsWith("WARN") || line.startsWith("ERROR")) && !line.startsWith("ERROR LEAK: ");
    }

    private Socket connect() throws IOException {
        InetSocketAddress address = listener.addresses().get(0);
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    private static SSLSocket secured(Socket client, boolean withFin) throws Exception {
        readLine(client);
        send(client, "STARTTLS\r\n");
        readLine(client);
        SSLSocket secured =
                (SSLSocket) TestServerTls.client().getSocketFactory().createSocket(client, "localhost", 0, withFin);
        secured.startHandshake();
        return secured;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        socket.getOutputStream().flush();
    }

    private static void readLine(Socket socket) throws IOException {
        int octet = socket.getInputStream().read();
        while (octet >= 0 && octet != '\n') {
            octet = socket.getInputStream().read();
        }
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
}
