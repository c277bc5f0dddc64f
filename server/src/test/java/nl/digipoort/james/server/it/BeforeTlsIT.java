// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLSocket;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interface rules 3, 4, 7 and 8; RFC 2595 sections 2 and 4. */
@ExtendWith(SharedGateway.class)
class BeforeTlsIT {
    private static final int RACERS = 4;
    private static final int RACES = 1000;

    private final TestGateway gateway;

    BeforeTlsIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void greetsWithoutProductOrTimestamp() throws IOException {
        try (Pop3Client client = Pop3Client.connect(gateway.pop3(), nl.digipoort.james.server.demo.Transcript.NONE)) {
            assertThat(client.readLine()).isEqualTo("+OK Hello there.");
        }
    }

    @Test
    void listsNothingThatShowsAPassword() throws IOException {
        try (Pop3Client client = gateway.connect()) {
            assertThat(client.command("CAPA")).isEqualTo("+OK Here's what I can do");
            assertThat(client.readLines()).containsExactly("SASL DIGEST-MD5", "TOP", "PIPELINING", "STLS");
        }
    }

    @Test
    void refusesRightAndWrongCredentialsInTheSameWords() throws Exception {
        Account account = gateway.newAccount();
        Set<String> answers = new HashSet<>();

        try (Pop3Client client = gateway.connect()) {
            for (String line : List.of(
                    "USER " + account.user(),
                    "PASS " + account.password(),
                    "PASS wrong",
                    "AUTH DIGEST-MD5",
                    "AUTH PLAIN AHgAeA==",
                    "AUTH NONSENSE",
                    "STAT",
                    "RETR 1",
                    "XYZZY",
                    "STLS now",
                    "QUIT now",
                    "CAPA x",
                    "X".repeat(300),
                    "X".repeat(20_000),
                    "")) {
                answers.add(client.command(line));
            }
            assertThat(client.command("QUIT")).startsWith("+OK");
        }

        assertThat(answers).containsExactly("-ERR STLS first");
    }

    @Test
    void forgetsAUserThatWasNamedBeforeTls() throws Exception {
        Account account = gateway.newAccount();

        try (Pop3Client client = gateway.connect()) {
            client.command("USER " + account.user());
            client.command("STLS");
            client.startTls(gateway.tls(), "localhost");

            assertThat(client.command("PASS " + account.password())).startsWith("-ERR");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CAPA\r\n", "QUIT\r\n", "USER x\r\nPASS y\r\n", "x", "\u0016\u0003\u0001"})
    void runsNothingThatIsPipelinedBehindStls(String injected) throws IOException {
        try (Pop3Client client = gateway.connect()) {
            client.sendOctets(("STLS\r\n" + injected).getBytes(StandardCharsets.ISO_8859_1));

            assertThat(client.readLine()).startsWith("-ERR");
            assertThat(client.read()).isEqualTo(-1);
        }
    }

    @Test
    void takesStlsWithoutArgumentsAndOnceOnly() throws IOException {
        try (Pop3Client client = gateway.connect()) {
            assertThat(client.command("STLS now")).isEqualTo("-ERR STLS first");
            assertThat(client.command("stls")).isEqualTo("+OK Begin TLS negotiation");
            client.startTls(gateway.tls(), "localhost");

            assertThat(client.command("STLS")).startsWith("-ERR");
            client.command("CAPA");
            assertThat(client.readLines())
                    .containsExactly(
                            "SASL DIGEST-MD5 PLAIN LOGIN",
                            "USER",
                            "UIDL",
                            "TOP",
                            "PIPELINING",
                            "RESP-CODES",
                            "AUTH-RESP-CODE",
                            "EXPIRE NEVER");
        }
    }

    @Test
    void endsTheConnectionWhenTheHandshakeFails() throws IOException {
        try (Pop3Client client = gateway.connect()) {
            client.command("STLS");
            client.send("CAPA in clear after all");

            int octet = client.read();
            while (octet >= 0) {
                assertThat((char) octet).isNotEqualTo('+');
                octet = client.read();
            }
        }
    }

    /** Interface rule 5. ExternalIT shows that such a client notices when it is asked. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void asksNoClientForACertificate(String protocol) throws Exception {
        AskedForCertificate asked = new AskedForCertificate();

        try (Pop3Client client = gateway.connect()) {
            client.command("STLS");
            client.startTls(asked.context(protocol), "localhost");
            assertThat(client.command("QUIT")).startsWith("+OK");
        }

        assertThat(asked.requests()).isZero();
    }

    /** RFC 2595 section 2.2: TLS ends with its own words, and what follows is in clear. */
    @Test
    void endsTheConnectionWhenTlsIsTakenAway() throws Exception {
        Account account = gateway.newAccount();

        try (Socket socket =
                new Socket(gateway.pop3().getAddress(), gateway.pop3().getPort())) {
            socket.setSoTimeout(60_000);
            say(socket, "STLS");
            assertThat(readUntil(socket, "+OK Begin TLS negotiation\r\n")).contains("+OK Hello there.");
            SSLSocket secured = (SSLSocket)
                    gateway.tls().getSocketFactory().createSocket(socket, "localhost", socket.getPort(), false);
            say(secured, "USER " + account.user());
            readUntil(secured, "+OK Password please\r\n");
            secured.close();
            say(socket, "PASS " + account.password());
            say(socket, "CAPA");

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("+OK", "-ERR");
        } catch (SocketException e) {
            // A reset ends the connection as well.
        }
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static String readUntil(Socket socket, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int octet = socket.getInputStream().read();
            assertThat(octet).as(text.toString()).isNotNegative();
            text.append((char) octet);
        }
        return text.toString();
    }

    @Test
    void staysRaceFreeOverHundredsOfStls() throws IOException {
        for (int i = 0; i < 300; i++) {
            try (Pop3Client client = gateway.secured()) {
                assertThat(client.command("QUIT")).startsWith("+OK");
            }
        }
    }

    /** What follows STLS in an octet stream of its own may come before or behind the start of TLS, and is run in neither case. */
    @Test
    void runsNothingThatRacesWithStlsOverThousandsOfAttempts() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(RACERS);
        try {
            List<Callable<Integer>> races = Collections.nCopies(RACERS, this::race);
            for (Future<Integer> attempts : clients.invokeAll(races)) {
                assertThat(attempts.get()).isEqualTo(RACES);
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private int race() throws IOException {
        for (int i = 0; i < RACES; i++) {
            try (Pop3Client client = gateway.connect()) {
                client.sendOctets("STLS\r\n".getBytes(StandardCharsets.ISO_8859_1));
                spin(i);
                client.sendOctets("CAPA\r\n".getBytes(StandardCharsets.ISO_8859_1));
                assertThat(untilTheEnd(client)).doesNotContain("SASL", "UIDL", "IMPLEMENTATION");
            }
        }
        return RACES;
    }

    /** From nothing to some hundred microseconds, so that the second write meets every moment of the first one's answer. */
    private static void spin(int turns) {
        long end = System.nanoTime() + turns % 64 * 10_000L;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static String untilTheEnd(Pop3Client client) {
        StringBuilder octets = new StringBuilder();
        try {
            for (int octet = client.read(); octet >= 0; octet = client.read()) {
                octets.append((char) octet);
            }
        } catch (IOException e) {
            // A reset ends the connection as well.
        }
        return octets.toString();
    }
}
