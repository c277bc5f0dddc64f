// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import nl.digipoort.james.server.Distribution;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.demo.Transcript;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interface rule 2: TLS at once and STLS on one port. The grace is so long that no client is late because the machine is slow. */
class OnePortIT {
    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final Duration WAIT = Duration.ofMinutes(1);
    private static final int PER_ADDRESS = 10;
    private static final String GREETING = "+OK Hello there.";
    private static final String[] SECURED = {
        "SASL DIGEST-MD5 PLAIN LOGIN",
        "USER",
        "UIDL",
        "TOP",
        "PIPELINING",
        "RESP-CODES",
        "AUTH-RESP-CODE",
        "EXPIRE NEVER"
    };

    private static final AtomicInteger ADDRESSES = new AtomicInteger(1);

    @TempDir
    private static Path scratch;

    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        Path home = ChangedConfiguration.home(
                scratch.resolve("home"),
                "<handlerchain/>",
                "<trustedProxies><proxy>127.9.0.0/16</proxy></trustedProxies><handlerchain/>");
        Path pop3server = home.resolve("conf/pop3server.xml");
        Files.writeString(
                pop3server,
                Files.readString(pop3server)
                        .replace("PerIP>200<", "PerIP>" + PER_ADDRESS + "<")
                        .replace("<grace>10<", "<grace>" + GRACE.toMillis() + "<"));
        gateway = TestGateway.on(EmbeddedGateway.start(home));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void servesOpensslBothWays() throws Exception {
        Account account = gateway.newAccount();

        for (String[] way : new String[][] {{}, {"-starttls", "pop3"}}) {
            assertThat(openssl(account, newAddress(), way))
                    .as(String.join(" ", way))
                    .contains("+OK Maildrop locked and ready")
                    .contains("+OK Bye");
        }
    }

    @Test
    void servesTheCommandForLoginsAtOnce() throws Exception {
        Account account = gateway.newAccount();

        RealClient.Ended test = RealClient.in(scratch)
                .saying(account.password() + "\n")
                .with(Map.of("JAVA_HOME", System.getProperty("java.home")))
                .attempt(
                        Distribution.directory().resolve("bin/digipoort").toString(),
                        "login-test",
                        "--at-once",
                        "--json",
                        "--host",
                        "localhost",
                        "--port",
                        Integer.toString(gateway.process().pop3Port()),
                        "--user",
                        account.user(),
                        "--cacert",
                        gateway.certificate());

        assertThat(test.printed())
                .contains("\"begun\":\"at once\"")
                .contains("{\"mechanism\":\"PLAIN\",\"worked\":true,");
        assertThat(test.exit()).isZero();
    }

    @Test
    void servesBothWaysByTurnsFromOneAddress() throws Exception {
        Account account = gateway.newAccount();
        gateway.append(account, "Subject: a\r\n\r\nx\r\n");
        String address = newAddress();

        for (int i = 0; i < 3; i++) {
            curl(account, address, "pop3");
            assertThat(openssl(account, address)).contains("+OK Maildrop locked and ready");
            assertThat(openssl(account, address, "-starttls", "pop3")).contains("+OK Maildrop locked and ready");
            curl(account, address, "pop3s");
        }
    }

    @Test
    void servesBothWaysAtOneTimeFromOneAddress() throws Exception {
        String address = newAddress();
        ExecutorService executor = Executors.newFixedThreadPool(PER_ADDRESS);
        try {
            for (int i = 0; i < 3; i++) {
                CountDownLatch ready = new CountDownLatch(PER_ADDRESS);
                List<Future<String>> sessions = new ArrayList<>();
                for (int client = 0; client < PER_ADDRESS; client++) {
                    Account account = gateway.newAccount();
                    String[] way = client % 2 == 0 ? new String[] {} : new String[] {"-starttls", "pop3"};
                    sessions.add(executor.submit(together(ready, () -> openssl(account, address, way))));
                }
                for (Future<String> session : sessions) {
                    assertThat(session.get()).contains("+OK Maildrop locked and ready", "+OK Bye");
                }
                // the server sees the end of each a little later
                await().atMost(WAIT).until(() -> answered(address, PER_ADDRESS) == PER_ADDRESS);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    /** A monitor reads the greeting, or only connects; a scanner resets. */
    @Test
    void servesClientsThatBeginWithTlsAmidMonitorsOfTheSameAddress() throws Exception {
        String address = newAddress();

        for (int i = 0; i < 3; i++) {
            from(new Socket(), address).close();
            assertThat(silence(address)).isGreaterThanOrEqualTo(GRACE);
            from(new Socket(), address).reset();
            try (Pop3Client client = tlsAtOnce(address)) {
                assertThat(client.readLine()).isEqualTo(GREETING);
                assertThat(client.command("QUIT")).startsWith("+OK");
            }
        }
    }

    @Test
    void countsAClientThatBeginsWithTls() throws Exception {
        double before = gateway.metric("digipoort_tls_at_once_total");

        try (Pop3Client client = tlsAtOnce(newAddress())) {
            assertThat(client.readLine()).isEqualTo(GREETING);
        }

        assertThat(gateway.metric("digipoort_tls_at_once_total")).isEqualTo(before + 1);
    }

    @Test
    void isTheSameUnderTlsAtOnceAsAfterStls() throws Exception {
        Account account = gateway.newAccount();

        try (Pop3Client client = tlsAtOnce(newAddress())) {
            assertThat(client.readLine()).isEqualTo(GREETING);
            assertThat(client.command("CAPA")).startsWith("+OK");
            assertThat(client.readLines()).containsExactly(SECURED);
            assertThat(client.command("STLS")).isEqualTo("-ERR Not in this state");
            assertThat(client.command("X".repeat(300))).isEqualTo("-ERR Line too long");
            assertThat(new DigestMd5Login(account.user(), account.password()).on(client))
                    .isEqualTo("+OK Maildrop locked and ready");
            assertThat(client.command("QUIT")).startsWith("+OK");
        }

        assertThat(Files.readString(gateway.process().home().resolve("var/log/digipoort.log")))
                .containsPattern("login outcome=OK .*tls=TLSv1.3 cipher=TLS_[A-Z0-9_]+ mechanism=DIGEST-MD5 .*"
                        + account.user().replace(".", "\\."));
    }

    @Test
    void waitsForAClientHelloAsLongWhateverTheAddressDidBefore() throws Exception {
        String address = newAddress();

        assertThat(silenceBeforeStls(address)).isBetween(GRACE, GRACE.multipliedBy(5));
        assertThat(silenceBeforeStls(address)).isBetween(GRACE, GRACE.multipliedBy(5));
        tlsAtOnce(address).close();
        assertThat(silence(address)).isBetween(GRACE, GRACE.multipliedBy(5));
        tlsAfterTheGreeting(address);
        assertThat(silence(address)).isBetween(GRACE, GRACE.multipliedBy(5));
    }

    @Test
    void closesOnAClientHelloAfterTheGreetingAndTakesTheNextOne() throws Exception {
        String address = newAddress();

        tlsAfterTheGreeting(address);

        try (Pop3Client client = tlsAtOnce(address)) {
            assertThat(client.readLine()).isEqualTo(GREETING);
        }
    }

    @Test
    void takesAClientHelloInSingleOctets() throws Exception {
        try (Pop3Client client = from(new OctetByOctet(), newAddress())) {
            client.startTls(gateway.tls(), "localhost");

            assertThat(client.readLine()).isEqualTo(GREETING);
            assertThat(client.command("QUIT")).startsWith("+OK");
        }
    }

    @Test
    void answersAClientThatSpeaksFirstInClearAsAnyOther() throws Exception {
        try (Pop3Client client = from(new Socket(), newAddress())) {
            long start = System.nanoTime();
            client.sendOctets("USER x\r\nPASS y\r\nCAPA\r\n".getBytes(ISO_8859_1));

            assertThat(client.readLine()).isEqualTo(GREETING);
            assertThat(since(start)).isLessThan(GRACE);
            assertThat(client.readLine()).isEqualTo("-ERR STLS first");
            assertThat(client.readLine()).isEqualTo("-ERR STLS first");
            assertThat(client.readLine()).startsWith("+OK");
            assertThat(client.readLines()).containsExactly("SASL DIGEST-MD5", "TOP", "PIPELINING", "STLS");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0080.\u0001\u0003\u0001\u0000\u0015\u0000\u0000\u0000\u0010", // SSL 2.0
                "\u0016CAPA\r\nQUIT\r\n", // no handshake
                "\u0016\u0003\u0001\u0000\u0004\u0001\u0000\u0000\u0000" // an empty ClientHello
            })
    void endsWithoutAWordInClearWhatIsNoTlsHereButBeginsLikeIt(String octets) throws Exception {
        try (Pop3Client client = from(new Socket(), newAddress())) {
            client.sendOctets(octets.getBytes(ISO_8859_1));

            for (int octet = client.read(); octet >= 0; octet = client.read()) {
                assertThat((char) octet).isNotIn('+', '-');
            }
        }
    }

    @Test
    void countsConnectionsWhileTheyAreHeldAndFreesThemWhenTheyAreClosed() throws Exception {
        String address = newAddress();
        List<Pop3Client> silent = new ArrayList<>();
        for (int i = 0; i < PER_ADDRESS; i++) {
            silent.add(from(new Socket(), address));
        }
        for (Pop3Client client : silent) {
            client.reset();
        }

        // the server sees their end a little later
        await().atMost(WAIT).until(() -> answered(address, PER_ADDRESS) == PER_ADDRESS);
        await().atMost(WAIT).until(() -> answered(address, PER_ADDRESS + 3) == PER_ADDRESS);
    }

    @Test
    void servesBothWaysByTurnsBehindAProxy() throws Exception {
        for (int i = 0; i < 2; i++) {
            try (Pop3Client client = proxied("203.0.113.1")) {
                assertThat(client.readLine()).isEqualTo(GREETING);
                beginTls(client);
                assertThat(client.command("QUIT")).startsWith("+OK");
            }
            try (Pop3Client client = proxied("203.0.113.1")) {
                client.startTls(gateway.tls(), "localhost");
                assertThat(client.readLine()).isEqualTo(GREETING);
            }
        }
    }

    @Test
    void servesTwoHundredConnectionsOfBothKindsAtOnce() throws Exception {
        int clients = 200;
        CountDownLatch ready = new CountDownLatch(clients);
        ExecutorService executor = Executors.newFixedThreadPool(clients);
        try {
            List<Future<List<String>>> capabilities = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                String address = newAddress();
                boolean atOnce = i % 2 == 0;
                capabilities.add(executor.submit(together(ready, () -> capabilities(address, atOnce))));
            }

            for (Future<List<String>> answer : capabilities) {
                assertThat(answer.get()).containsExactly(SECURED);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void runsNothingOfThousandsThatPipelineBehindStls() throws Exception {
        String address = newAddress();

        for (int i = 0; i < 2000; i++) {
            try (Pop3Client client = from(new Socket(), address)) {
                client.sendOctets("STLS\r\nCAPA\r\n".getBytes(ISO_8859_1));
                assertThat(client.readLine()).isEqualTo(GREETING);
                assertThat(client.readLine()).isEqualTo("-ERR Nothing may follow STLS");
                assertThat(client.read()).isEqualTo(-1);
            }
        }
    }

    private static <T> Callable<T> together(CountDownLatch ready, Callable<T> work) {
        return () -> {
            ready.countDown();
            ready.await();
            return work.call();
        };
    }

    private static List<String> capabilities(String address, boolean atOnce) throws IOException {
        try (Pop3Client client = atOnce ? tlsAtOnce(address) : stlsStarted(address)) {
            if (atOnce) {
                client.readLine();
            }
            client.command("CAPA");
            List<String> lines = client.readLines();
            client.command("QUIT");
            return lines;
        }
    }

    /** Lists the maildrop, in which there is one message. */
    private static void curl(Account account, String address, String scheme) throws Exception {
        Path listing = scratch.resolve("listing");
        String url = scheme + "://localhost:" + gateway.pop3().getPort() + "/";

        String trace = RealClient.curl(gateway, account, url, listing, "--interface", address);

        assertThat(trace.contains("> STLS")).as(trace).isEqualTo(scheme.equals("pop3"));
        assertThat(listing).hasContent("1 17\r\n");
    }

    private static String openssl(Account account, String address, String... way) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl", "s_client"));
        command.addAll(List.of(way));
        command.addAll(List.of("-crlf", "-quiet", "-verify_return_error", "-CAfile", gateway.certificate()));
        command.addAll(List.of(
                "-bind",
                address + ":0",
                "-connect",
                "127.0.0.1:" + gateway.pop3().getPort()));
        return RealClient.in(scratch)
                .saying("USER " + account.user() + "\nPASS " + account.password() + "\nQUIT\n")
                .run(command.toArray(String[]::new));
    }

    /** One that no other test has used. */
    private static String newAddress() {
        int next = ADDRESSES.incrementAndGet();
        return "127.0." + next / 250 + "." + (1 + next % 250);
    }

    private static Pop3Client from(Socket socket, String address) throws IOException {
        socket.bind(new InetSocketAddress(address, 0));
        return Pop3Client.connect(socket, gateway.pop3(), Transcript.NONE);
    }

    private static Pop3Client tlsAtOnce(String address) throws IOException {
        Pop3Client client = from(new Socket(), address);
        client.startTls(gateway.tls(), "localhost");
        return client;
    }

    private static Pop3Client stlsStarted(String address) throws IOException {
        Pop3Client client = from(new Socket(), address);
        assertThat(client.readLine()).isEqualTo(GREETING);
        beginTls(client);
        return client;
    }

    private static void beginTls(Pop3Client client) throws IOException {
        assertThat(client.command("STLS")).startsWith("+OK");
        client.startTls(gateway.tls(), "localhost");
    }

    /** How long the greeting took, after which STLS was begun. */
    private static Duration silenceBeforeStls(String address) throws IOException {
        long start = System.nanoTime();
        try (Pop3Client client = from(new Socket(), address)) {
            assertThat(client.readLine()).isEqualTo(GREETING);
            Duration silence = since(start);
            beginTls(client);
            assertThat(client.command("QUIT")).startsWith("+OK");
            return silence;
        }
    }

    private static void tlsAfterTheGreeting(String address) throws IOException {
        try (Pop3Client client = from(new Socket(), address)) {
            assertThat(client.readLine()).isEqualTo(GREETING);
            assertThatThrownBy(() -> client.startTls(gateway.tls(), "localhost"))
                    .isInstanceOf(IOException.class);
            assertThat(client.read()).isEqualTo(-1);
        }
    }

    private static Duration silence(String address) throws IOException {
        long start = System.nanoTime();
        try (Pop3Client client = from(new Socket(), address)) {
            assertThat(client.readLine()).isEqualTo(GREETING);
            return since(start);
        }
    }

    private static Pop3Client proxied(String client) throws IOException {
        Pop3Client connection = from(new Socket(), "127.9.0.1");
        connection.sendOctets(("PROXY TCP4 " + client + " 127.0.0.1 51234 110\r\n").getBytes(ISO_8859_1));
        return connection;
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Of so many silent connections, how many are greeted and not closed at once. */
    private static int answered(String address, int connections) throws IOException {
        List<Pop3Client> clients = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            clients.add(from(new Socket(), address));
        }
        int greeted = 0;
        for (Pop3Client client : clients) {
            greeted += client.read() == '+' ? 1 : 0;
        }
        for (Pop3Client client : clients) {
            client.reset();
        }
        return greeted;
    }

    /** Sends each octet in a packet of its own. */
    private static final class OctetByOctet extends Socket {
        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] octets, int offset, int length) throws IOException {
                    for (int i = offset; i < offset + length; i++) {
                        out.write(octets[i]);
                        out.flush();
                    }
                }
            };
        }
    }
}
