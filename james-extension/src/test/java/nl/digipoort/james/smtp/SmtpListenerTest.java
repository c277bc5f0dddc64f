// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import nl.digipoort.james.testing.TestCertificate;
import nl.digipoort.james.tls.ServerTls;
import nl.digipoort.james.tls.TestServerTls;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A listener on a real socket, with real threads and TLS. */
class SmtpListenerTest {
    private static final int PATIENCE_MILLIS = 60_000;

    @TempDir
    private Path directory;

    private final Receiver receiver =
            Receiver.smtp("<connectionLimit>3</connectionLimit><connectionLimitPerIP>2</connectionLimitPerIP>");
    private SmtpListener listener;

    @BeforeEach
    void start() throws Exception {
        Clock clock = Clock.systemUTC();
        TestCertificate.rsa("rsa", clock.instant()).write(directory.resolve("rsa.key"), directory.resolve("rsa.pem"));
        ServerTls tls = TestServerTls.in(directory, new NoopGaugeRegistry(), clock);
        tls.start();
        listener = new SmtpListener(receiver.service, tls, receiver.smtpMetrics);
        listener.start();
    }

    @AfterEach
    void stop() {
        listener.stop();
    }

    @Test
    void takesMailWithAndWithoutTls() throws Exception {
        try (Socket plain = connect();
                Socket second = connect()) {
            BufferedReader answers = reader(plain);
            assertThat(answers.readLine()).isEqualTo("220 mx.example.org ESMTP");
            send(plain, Receiver.TO_DATA + "x".repeat(3_000_000) + "\r\n.\r\n");
            assertThat(lastOf(answers, "250 2.6.0 ")).endsWith(" accepted");

            BufferedReader before = reader(second);
            before.readLine();
            send(second, "STARTTLS\r\n");
            assertThat(before.readLine()).startsWith("220 ");
            SSLSocket secured = (SSLSocket) anyone().getSocketFactory().createSocket(second, "localhost", 0, true);
            secured.startHandshake();
            send(secured, Receiver.TO_DATA + "y\r\n.\r\n");
            assertThat(lastOf(reader(secured), "250 2.6.0 ")).endsWith(" accepted");
        }
        assertThat(receiver.mails.accepted.get(0).content).hasSize(3_000_002);
        assertThat(new String(receiver.mails.accepted.get(1).addressees.get(0).trace(), US_ASCII))
                .contains(" with ESMTPS id ", "([127.0.0.1])");
    }

    @Test
    void closesWhatIsOneTooManyFromAnAddress() throws Exception {
        try (Socket first = connect();
                Socket second = connect()) {
            assertThat(reader(first).readLine()).startsWith("220 ");
            assertThat(reader(second).readLine()).startsWith("220 ");
            try (Socket third = connect()) {
                assertThat(reader(third).readLine()).isNull();
            }
        }
        assertThat(receiver.metrics.countFor("digipoort-smtp-connection-refused-per-address"))
                .isEqualTo(1);
    }

    @Test
    void hasTheOneWithoutAMessageOfTheAddressThatHasMostMakeRoom() throws Exception {
        try (Socket receiving = connect("127.0.0.2");
                Socket waiting = connect("127.0.0.2");
                Socket other = connect("127.0.0.3")) {
            BufferedReader answers = reader(receiving);
            BufferedReader waitingAnswers = reader(waiting);
            send(receiving, Receiver.TO_DATA);
            lastOf(answers, "354 ");
            waitingAnswers.readLine();
            assertThat(reader(other).readLine()).startsWith("220 ");

            try (Socket newcomer = connect("127.0.0.4")) {
                assertThat(reader(newcomer).readLine()).startsWith("220 ");
            }

            assertThat(waitingAnswers.readLine()).startsWith("421 4.3.2 ");
            assertThat(waitingAnswers.readLine()).isNull();
            send(receiving, "x\r\n.\r\n");
            assertThat(answers.readLine()).startsWith("250 2.6.0 ");
        }
        assertThat(receiver.metrics.countFor("digipoort-smtp-connection-displaced"))
                .isEqualTo(1);
    }

    @Test
    void takesLeaveOfItsClientsWhenItStops() throws Exception {
        try (Socket client = connect()) {
            BufferedReader answers = reader(client);
            answers.readLine();

            listener.stop();

            assertThat(answers.readLine()).startsWith("421 4.3.2 ");
            assertThat(answers.readLine()).isNull();
            assertThat(listener.addresses()).isEmpty();
        }
    }

    private Socket connect() throws IOException {
        return connect("127.0.0.1");
    }

    private Socket connect(String from) throws IOException {
        InetSocketAddress address = listener.addresses().get(0);
        Socket socket = new Socket(address.getAddress(), address.getPort(), InetAddress.getByName(from), 0);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        socket.getOutputStream().flush();
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
    }

    private static String lastOf(BufferedReader answers, String start) throws IOException {
        String line = answers.readLine();
        while (line != null && !line.startsWith(start)) {
            line = answers.readLine();
        }
        return line;
    }

    private static SSLContext anyone() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anyone()}, new SecureRandom());
        return context;
    }

    private static final class Anyone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
