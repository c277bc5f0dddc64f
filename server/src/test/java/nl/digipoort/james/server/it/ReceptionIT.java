// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes in that is too much, malformed or never ends, and what its sender is told. */
class ReceptionIT {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final byte[] SMALL = "Subject: small\r\n\r\nx\r\n".getBytes(US_ASCII);
    private static final byte[] CHUNK = "x".repeat(1 << 20).getBytes(US_ASCII);
    /** The limits that smtpserver.xml of the home has, or has by default. */
    private static final int RECIPIENTS = 100;

    private static final int CONNECTIONS_OF_ONE_ADDRESS = 100;

    @TempDir
    private static Path scratch;

    private static TestGateway gateway;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        Path home = ChangedConfiguration.unchanged(scratch.resolve("home"));
        ChangedConfiguration.change(
                home,
                "smtpserver.xml",
                "<requireTls>false</requireTls>",
                "<connectiontimeout>40</connectiontimeout><data><inMemory>64</inMemory></data><limits><recipients>"
                        + RECIPIENTS + "</recipients></limits>");
        gateway = TestGateway.on(EmbeddedGateway.start(home));
        port = gateway.process().smtpPort();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void takesALineOfOneMegabyteAndRefusesOneOfFortyWithOneAnswer() throws Exception {
        Account account = gateway.newAccount();
        byte[] header = "Subject: long\r\n\r\n".getBytes(US_ASCII);

        try (SmtpClient client = client()) {
            client.begin(account.user());
            client.sendOctets(header);
            client.sendOctets(CHUNK);
            assertThat(client.send("\r\n.")).startsWith("250 2.6.0 ");

            client.begin(account.user());
            client.sendOctets(header);
            for (int i = 0; i < 40; i++) {
                client.sendOctets(CHUNK);
            }
            assertThat(client.send("\r\n.")).isEqualTo("552 5.3.4 Message is larger than this server takes");

            assertThat(client.send("NOOP")).isEqualTo("250 2.0.0 OK");
            assertThat(client.deliver(SMALL, account.user())).startsWith("250 ");
        }

        assertThat(gateway.list(account)).hasSize(2);
    }

    /** None of them is the end of a message, and no command may hide behind it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "\n.\n",
                "\n.\r\n",
                "\r\n.\n",
                "\r\n\n",
                "\r\n\n.\r\n",
                "\r.\n",
                "\n\r",
                "\n.\r",
                "\n\n.\n\n"
            })
    void refusesALineFeedAloneOnceAndStaysInStep(String between) throws Exception {
        Account account = gateway.newAccount();
        String hidden = "MAIL FROM:<hidden@example.com>\r\nRCPT TO:<" + account.user() + ">\r\nDATA\r\nhidden\r\n";

        try (SmtpClient client = client()) {
            assertThat(client.deliver(("a" + between + hidden).getBytes(US_ASCII), account.user()))
                    .isEqualTo("550 5.6.0 Message has a line feed without a carriage return");

            assertThat(client.send("NOOP")).isEqualTo("250 2.0.0 OK");
            assertThat(client.deliver(SMALL, account.user())).startsWith("250 ");
        }

        Fetched.from(gateway, account).areTraced(SMALL);
    }

    @Test
    void takesTheMessageForThoseRecipientsThatWereNotTooMany() throws Exception {
        Account first = gateway.newAccount();
        Account last = gateway.newAccount();

        try (SmtpClient client = client()) {
            client.send("MAIL FROM:<agency@example.com>");
            for (int i = 0; i < RECIPIENTS; i++) {
                assertThat(client.send("RCPT TO:<" + first.user() + ">")).startsWith("250 ");
            }
            assertThat(client.send("RCPT TO:<" + last.user() + ">")).isEqualTo("452 4.5.3 Too many recipients");
            assertThat(client.send("DATA")).startsWith("354 ");
            assertThat(client.end(SMALL)).startsWith("250 2.6.0 ");
            assertThat(client.deliver(SMALL, last.user())).startsWith("250 2.6.0 ");
        }

        Fetched.from(gateway, first).areTraced(SMALL);
        Fetched.from(gateway, last).areTraced(SMALL);
    }

    @Test
    void keepsOneAddressFromKeepingOthersOut() throws Exception {
        Account account = gateway.newAccount();
        List<SmtpClient> admitted = new ArrayList<>();
        List<SmtpClient> all = new ArrayList<>();
        try {
            for (int i = 0; i < 700; i++) {
                all.add(SmtpClient.connect(new Socket(), port));
            }
            for (SmtpClient client : all) {
                if (isGreeted(client)) {
                    admitted.add(client);
                }
            }

            assertThat(admitted).hasSize(CONNECTIONS_OF_ONE_ADDRESS);
            try (SmtpClient other = otherAddress()) {
                assertThat(other.reply()).startsWith("220 ");
                assertThat(other.send("EHLO other.example.org")).startsWith("250 ");
                assertThat(other.deliver(SMALL, account.user())).startsWith("250 ");
            }
            assertThat(admitted.get(0).send("EHLO client.example.org")).startsWith("250 ");
            assertThat(admitted.get(0).deliver(SMALL, account.user())).startsWith("250 ");
            admitted.get(1).close();
            await().atMost(SOON).until(ReceptionIT::isAdmitted);
        } finally {
            for (SmtpClient client : all) {
                client.close();
            }
        }

        Fetched.from(gateway, account).areTraced(SMALL, SMALL);
        await().atMost(SOON).until(ReceptionIT::isAdmitted);
    }

    private static SmtpClient otherAddress() throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.2"), 0));
        return SmtpClient.connect(socket, port);
    }

    private static boolean isAdmitted() throws IOException {
        try (SmtpClient client = SmtpClient.connect(new Socket(), port)) {
            return isGreeted(client);
        }
    }

    private static boolean isGreeted(SmtpClient client) throws IOException {
        try {
            return client.reply() != null;
        } catch (SocketException e) {
            // reset: the server closed it
            return false;
        }
    }

    @Test
    void endsAConnectionThatIsSilentInTheMiddleOfAMessage() throws Exception {
        Account account = gateway.newAccount();
        try (SmtpClient client = client()) {
            client.begin(account.user());
            client.sendOctets(CHUNK);
            await().atMost(SOON).until(ReceptionIT::spoolFiles, files -> files == 1);

            assertThat(client.reply()).isEqualTo("421 4.4.2 Connection was idle for too long");
            assertThat(client.reply()).isNull();
        }

        await().atMost(SOON).until(ReceptionIT::spoolFiles, files -> files == 0);
        Fetched.from(gateway, account).areTraced();
    }

    @Test
    void forgetsAMessageWhoseClientGoesAway() throws Exception {
        Account account = gateway.newAccount();
        try (SmtpClient client = client()) {
            client.begin(account.user());
            client.sendOctets(CHUNK);
            await().atMost(SOON).until(ReceptionIT::spoolFiles, files -> files == 1);
        }

        await().atMost(SOON).until(ReceptionIT::spoolFiles, files -> files == 0);
        Fetched.from(gateway, account).areTraced();
    }

    /** They have no names any more, but the server has them open. */
    private static long spoolFiles() throws IOException {
        try (Stream<Path> open =
                Files.list(Path.of("/proc", Long.toString(gateway.process().pid()), "fd"))) {
            return open.filter(ReceptionIT::isSpoolFile).count();
        }
    }

    private static boolean isSpoolFile(Path link) {
        try {
            return Files.readSymbolicLink(link).toString().contains(".incoming");
        } catch (IOException e) {
            // closed by now
            return false;
        }
    }

    private static SmtpClient client() throws IOException {
        return new SmtpClient(port);
    }
}
