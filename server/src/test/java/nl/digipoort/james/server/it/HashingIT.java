// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.ExampleMessage;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.demo.Transcript;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten addresses try wrong clear passwords on many connections at once, each without a pause, while others log in. What somebody waits
 * is counted in answers that attackers get meanwhile, not in seconds. The delays against guessing are off, so that every
 * wrong password is hashed.
 */
class HashingIT {
    private static final String READY = "+OK Maildrop locked and ready";
    private static final String REFUSED = "-ERR [AUTH] Authentication failed";
    private static final int ATTACKERS = 10;
    private static final int CONNECTIONS_EACH = 16;
    private static final int CONNECTIONS = ATTACKERS * CONNECTIONS_EACH;
    private static final int HONEST = 12;
    /** More than an attack comes to in the time of this test. */
    private static final int GUESSES_EACH = 1000;

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private static Path scratch;

    private static TestGateway gateway;

    private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    private final AtomicInteger answers = new AtomicInteger();

    @BeforeAll
    static void start() throws Exception {
        Path home = ChangedConfiguration.unchanged(scratch.resolve("home"));
        ChangedConfiguration.change(home, "usersrepository.xml", "PBKDF2-SHA512-1000-512", "PBKDF2-SHA512-50000-512");
        ChangedConfiguration.change(home, "<failuresPerConnection>5<", "<failuresPerConnection>" + GUESSES_EACH + "<");
        ChangedConfiguration.change(home, "<longestDelay>10<", "<longestDelay>0<");
        ChangedConfiguration.change(home, "<loginTime>60<", "<loginTime>3600<");
        gateway = TestGateway.on(EmbeddedGateway.start(home));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void letsEverybodyInAndSessionsGoOnWhileTenAddressesTryWrongPasswords() throws Exception {
        Path message = scratch.resolve("message.eml");
        Account inSession = gateway.newAccount();
        ExampleMessage.of(1, inSession.user(), 10_000).write(message);
        gateway.append(inSession, message);
        List<Account> accounts = new ArrayList<>();
        for (int i = 0; i < HONEST; i++) {
            accounts.add(gateway.newAccount());
        }
        List<Pop3Client> attackers = new ArrayList<>();
        try (Pop3Client session = gateway.loggedIn(inSession)) {
            // Without an attack; the first login by PLAIN also makes the record for DIGEST-MD5.
            for (Account account : accounts) {
                assertThat(plain(account)).isEqualTo(READY);
                assertThat(digestMd5(account)).isEqualTo(READY);
            }

            attack(attackers);

            int letIn = 0;
            for (int i = 0; i < HONEST && letIn == i; i++) {
                Account account = accounts.get(i);
                int before = answers.get();
                letIn += isLetIn(account, i % 2 == 0 ? HashingIT::digestMd5 : HashingIT::plain) ? 1 : 0;
                assertThat(session.command("NOOP")).isEqualTo("+OK");
                assertThat(session.command("RETR 1")).startsWith("+OK");
                session.readBody();
                assertThat(answers.get() - before)
                        .as("hashes for attackers during login %s", i)
                        .isLessThan(CONNECTIONS / 2);
            }
            assertThat(letIn).as("let in before the first who was not").isEqualTo(HONEST);
            assertThat(answers).as("the attack goes on").hasPositiveValue();

            int answered = hangUp(attackers);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(value("digipoort_login_outcome_abandoned_total"))
                    .isGreaterThan(CONNECTIONS / 2));
            assertThat(value("digipoort_hashes_waiting")).isZero();
            assertThat(value("digipoort_login_outcome_auth_total"))
                    .as("nothing is hashed for who has gone")
                    .isLessThan(answered + CONNECTIONS / 2);
            assertThat(session.command("QUIT")).startsWith("+OK");
        } finally {
            hangUp(attackers);
            threads.shutdown();
        }
        assertThat(threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    /** Every connection has sent its first wrong password when this returns. */
    private void attack(List<Pop3Client> attackers) throws Exception {
        for (int i = 0; i < CONNECTIONS; i++) {
            attackers.add(secured(1 + i % ATTACKERS));
        }
        CountDownLatch begun = new CountDownLatch(CONNECTIONS);
        for (int i = 0; i < CONNECTIONS; i++) {
            Pop3Client client = attackers.get(i);
            String guess = response("nobody" + i + "@" + TestGateway.DOMAIN, "wrong");
            threads.execute(() -> guess(client, guess, begun));
        }
        assertThat(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** Until the connection ends. */
    private void guess(Pop3Client client, String guess, CountDownLatch begun) {
        try {
            client.patience(PATIENCE.multipliedBy(5));
            for (int i = 0; i < GUESSES_EACH; i++) {
                client.send("AUTH PLAIN " + guess);
                begun.countDown();
                assertThat(client.readLine()).isEqualTo(REFUSED);
                answers.incrementAndGet();
            }
        } catch (IOException e) {
            // It is over.
        }
    }

    private int hangUp(List<Pop3Client> attackers) throws IOException {
        for (Pop3Client client : attackers) {
            client.reset();
        }
        attackers.clear();
        return answers.get();
    }

    /** One that waits for an octet as long as no client would is not. */
    private static boolean isLetIn(Account account, Login login) {
        try {
            return login.of(account).equals(READY);
        } catch (IOException e) {
            return false;
        }
    }

    private interface Login {
        String of(Account account) throws IOException;
    }

    private static String digestMd5(Account account) throws IOException {
        try (Pop3Client client = secured(101)) {
            return quit(client, new DigestMd5Login(account.user(), account.password()).on(client));
        }
    }

    private static String plain(Account account) throws IOException {
        try (Pop3Client client = secured(102)) {
            return quit(client, client.command("AUTH PLAIN " + response(account.user(), account.password())));
        }
    }

    private static String quit(Pop3Client client, String answer) throws IOException {
        if (answer.equals(READY)) {
            assertThat(client.command("QUIT")).startsWith("+OK");
        }
        return answer;
    }

    private static String response(String user, String password) {
        return Base64.getEncoder().encodeToString(("\0" + user + "\0" + password).getBytes(UTF_8));
    }

    /** A connection under TLS from 127.0.1.x. */
    @SuppressWarnings("resource") // the client closes the socket
    private static Pop3Client secured(int x) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) x}), 0));
        Pop3Client client = Pop3Client.connect(socket, gateway.pop3(), Transcript.NONE);
        client.patience(PATIENCE);
        assertThat(client.readLine()).isEqualTo("+OK Hello there.");
        client.command("STLS");
        client.startTls(gateway.tls(), "localhost");
        return client;
    }

    private static double value(String metric) throws Exception {
        return gateway.webAdmin()
                .get("/metrics")
                .lines()
                .filter(line -> line.startsWith(metric + " "))
                .map(line -> line.substring(metric.length() + 1))
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElseThrow();
    }
}
