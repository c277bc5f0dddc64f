// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.demo.Transcript;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Strangers hold all the connections there may be, with the limits that a server has by default. Of fifty honest clients, each from an
 * address of its own, it is counted how many are served, beside as many without the strangers.
 */
class CrowdIT {
    private static final int HONEST = 50;
    private static final int AT_A_TIME = 10;
    /** How often the strangers come back, so that an attack has an end even if a test has none. */
    private static final int COMING_BACK = 5000;

    private static final String SILENT = "";
    private static final byte[] MESSAGE = "Subject: honest\r\n\r\nx\r\n".getBytes(US_ASCII);

    @TempDir
    private static Path scratch;

    private static TestGateway gateway;
    private static InetSocketAddress smtp;
    private static final List<Account> ACCOUNTS = new ArrayList<>();
    private static final Queue<String> UNSERVED = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() throws Exception {
        gateway = TestGateway.on(EmbeddedGateway.start(ChangedConfiguration.unchanged(scratch.resolve("home"))));
        smtp = new InetSocketAddress("localhost", gateway.process().smtpPort());
        for (int i = 0; i < AT_A_TIME; i++) {
            ACCOUNTS.add(gateway.newAccount());
        }
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void forgetWhoWasUnserved() {
        UNSERVED.clear();
    }

    @Test
    void letsEverybodyInWhileThreeAddressesHoldAllConnectionsBeforeTheLogin() throws Exception {
        assertThat(served(1, CrowdIT::fetch)).as("without strangers").isEqualTo(HONEST);

        try (IdleCrowd strangers = IdleCrowd.of(gateway.pop3(), addresses("127.1.0.", 3), 190, SILENT, COMING_BACK)) {
            assertThat(strangers.connections()).isGreaterThanOrEqualTo(570);
            assertThat(served(2, CrowdIT::fetch)).as(UNSERVED::toString).isEqualTo(HONEST);
        }
    }

    @Test
    void letsEverybodyInWhileFiftyAddressesSendAnOctetNowAndThenAndComeBack() throws Exception {
        try (IdleCrowd strangers = IdleCrowd.of(gateway.pop3(), addresses("127.1.1.", 50), 20, "N", COMING_BACK)) {
            assertThat(strangers.connections()).isGreaterThanOrEqualTo(1000);
            assertThat(served(3, CrowdIT::fetch)).as(UNSERVED::toString).isEqualTo(HONEST);
        }
    }

    @Test
    void takesTheMailOfAllWhileFiveAddressesHoldAllConnections() throws Exception {
        assertThat(served(4, CrowdIT::deliver)).as("without strangers").isEqualTo(HONEST);

        try (IdleCrowd strangers = IdleCrowd.of(smtp, addresses("127.1.2.", 5), 100, SILENT, COMING_BACK)) {
            assertThat(strangers.connections()).isGreaterThanOrEqualTo(500);
            assertThat(served(5, CrowdIT::deliver)).as(UNSERVED::toString).isEqualTo(HONEST);
        }
    }

    @Test
    void takesTheMailOfAllWhileTenAddressesSendMessagesWithoutAnEndOnAllConnections() throws Exception {
        String message = "EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<" + ACCOUNTS.get(0).user() + ">\r\nDATA\r\n";

        try (IdleCrowd strangers = IdleCrowd.of(smtp, addresses("127.1.3.", 10), 50, message, COMING_BACK)) {
            await().atMost(Duration.ofMinutes(1)).until(() -> strangers.messages() >= 500);
            assertThat(served(6, CrowdIT::deliver)).as(UNSERVED::toString).isEqualTo(HONEST);
        }
    }

    private interface Honest {
        /** One client from an address of its own; an exception is a client that was not served. */
        void comes(String address, int number) throws IOException;
    }

    private static List<String> addresses(String network, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> network + i).toList();
    }

    /** How many of the honest clients got what they came for. */
    private static int served(int network, Honest client) throws InterruptedException {
        List<Callable<Integer>> series = new ArrayList<>();
        for (int i = 0; i < AT_A_TIME; i++) {
            int first = i;
            series.add(() -> served(network, client, first));
        }
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            int served = 0;
            for (Future<Integer> one : threads.invokeAll(series)) {
                served += one.get();
            }
            return served;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdown();
        }
    }

    /** One after another, since they share an account. */
    private static int served(int network, Honest client, int first) {
        int served = 0;
        for (int i = first; i < HONEST; i += AT_A_TIME) {
            try {
                client.comes("127.2." + network + "." + (i + 1), i);
                served++;
            } catch (IOException e) {
                UNSERVED.add("client " + i + ": " + e);
            }
        }
        return served;
    }

    /**
     * STLS, then DIGEST-MD5 or PASS. A client that begins with TLS could be greeted in clear first, with the short grace of these tests,
     * by being late itself; {@link OnePortIT} has those.
     */
    private static void fetch(String address, int number) throws IOException {
        Account account = ACCOUNTS.get(number % AT_A_TIME);
        try (Pop3Client client = Pop3Client.connect(from(address), gateway.pop3(), Transcript.NONE)) {
            required(client.readLine());
            required(client.command("STLS"));
            client.startTls(gateway.tls(), "localhost");
            boolean digest = number / AT_A_TIME % 2 == 0;
            if (digest) {
                required(new DigestMd5Login(account.user(), account.password()).on(client));
            } else {
                required(client.command("USER " + account.user()));
                required(client.command("PASS " + account.password()));
            }
            required(client.command("STAT"));
            required(client.command("QUIT"));
        }
    }

    private static void required(String answer) throws IOException {
        if (!answer.startsWith("+OK")) {
            throw new IOException(answer);
        }
    }

    private static void deliver(String address, int number) throws IOException {
        try (SmtpClient client = SmtpClient.connect(from(address), smtp.getPort())) {
            client.reply();
            client.send("EHLO client.example.org");
            String answer =
                    client.deliver(MESSAGE, ACCOUNTS.get(number % AT_A_TIME).user());
            if (answer == null || !answer.startsWith("250 ")) {
                throw new IOException("answered " + answer);
            }
        }
    }

    private static Socket from(String address) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
        return socket;
    }
}
