// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guessing passwords is slow, and does not lock the owner out. One worker thread only: a held answer must not need it. */
class GuessingIT {
    private static final String READY = "+OK Maildrop locked and ready";
    private static final String REFUSED = "-ERR [AUTH] Authentication failed";
    private static final String MALFORMED = "-ERR Response is malformed";
    private static final int FAILURES_PER_CONNECTION = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long ONE_SECOND = TimeUnit.SECONDS.toNanos(1);

    @TempDir
    private static Path scratch;

    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        Path home = ChangedConfiguration.home(
                scratch.resolve("home"),
                "<failuresPerConnection>5<",
                "<failuresPerConnection>" + FAILURES_PER_CONNECTION + "<");
        Path pop3server = home.resolve("conf/pop3server.xml");
        Files.writeString(
                pop3server,
                Files.readString(pop3server)
                        .replace("<longestDelay>10<", "<longestDelay>1<")
                        .replace("<freePerAddress>10<", "<freePerAddress>1000<")
                        // the one worker has the guesses of all to judge, which a busy machine is slow at
                        .replace("<loginTime>60<", "<loginTime>600<")
                        .replace("<handlerchain/>", "<maxExecutorCount>1</maxExecutorCount><handlerchain/>"));
        gateway = TestGateway.on(EmbeddedGateway.start(home));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void closesTheConnectionAfterTheConfiguredNumberOfFailures() throws Exception {
        try (Pop3Client client = gateway.secured()) {
            for (int i = 0; i < FAILURES_PER_CONNECTION; i++) {
                assertThat(plain(client, "nobody-closes@" + TestGateway.DOMAIN, "wrong" + i))
                        .isEqualTo(REFUSED);
            }
            assertThat(client.read()).isEqualTo(-1);
        }
    }

    @Test
    void holdsRightAndWrongAnswersForAnAccountThatIsGuessedAt() throws Exception {
        Account account = gateway.newAccount();
        guessThrice(account.user());

        assertThat(nanosOf(account, "wrong", REFUSED)).isGreaterThanOrEqualTo(ONE_SECOND);
        assertThat(nanosOf(account, account.password(), READY)).isGreaterThanOrEqualTo(ONE_SECOND);
    }

    @Test
    void holdsTheServersProofOfDigestMd5AsLongAsARefusal() throws Exception {
        Account account = gateway.newAccount();
        guessThrice(account.user());

        try (Pop3Client client = gateway.secured()) {
            long start = System.nanoTime();
            String rspauth = new DigestMd5Login(account.user(), account.password()).untilLastChallenge(client);
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(ONE_SECOND);
            assertThat(rspauth).startsWith("+ ");
            assertThat(client.command("")).isEqualTo(READY);
        }
    }

    @Test
    void servesOthersWhileItHoldsAnAnswer() throws Exception {
        Account guessed = gateway.newAccount();
        Account other = gateway.newAccount();
        guessThrice(guessed.user());

        try (Pop3Client held = gateway.secured();
                Pop3Client client = gateway.secured()) {
            long start = System.nanoTime();
            held.send("AUTH PLAIN " + plainResponse(guessed.user(), "wrong"));
            client.command("USER " + other.user());
            assertThat(client.command("PASS " + other.password())).isEqualTo(READY);
            assertThat(client.command("NOOP")).isEqualTo("+OK");
            assertThat(held.readLine()).isEqualTo(REFUSED);
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(ONE_SECOND);
        }
    }

    @Test
    void letsTheOwnerInWhileOthersGuess() throws Exception {
        Account account = gateway.newAccount();
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger guesses = new AtomicInteger();
        ExecutorService attackers = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> attacks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                attacks.add(attackers.submit(() -> guessOnAndOn(account.user(), over, guesses)));
            }
            for (int i = 0; i < 3; i++) {
                try (Pop3Client client = gateway.secured()) {
                    client.patience(PATIENCE);
                    assertThat(new DigestMd5Login(account.user(), account.password()).on(client))
                            .isEqualTo(READY);
                    assertThat(client.command("QUIT")).startsWith("+OK");
                }
            }
            over.set(true);
            for (Future<Boolean> attack : attacks) {
                assertThat(attack.get()).isTrue();
            }
        } finally {
            over.set(true);
            attackers.shutdown();
        }
        assertThat(guesses.get()).isPositive();
    }

    @Test
    void doesNotCountWhatCouldNotBeJudged() throws Exception {
        Account account = gateway.newAccount();

        try (Pop3Client client = gateway.secured()) {
            for (int i = 0; i < FAILURES_PER_CONNECTION; i++) {
                assertThat(client.command("AUTH DIGEST-MD5 AAAA"))
                        .isEqualTo("-ERR Mechanism takes no initial response");
                assertThat(client.command("AUTH PLAIN AAAA")).isEqualTo(MALFORMED);
                assertThat(client.command("AUTH PLAIN !")).isEqualTo(MALFORMED);
                assertThat(client.command("AUTH LOGIN")).startsWith("+ ");
                assertThat(client.command("*")).startsWith("-ERR");
            }
            assertThat(plain(client, account.user(), account.password())).isEqualTo(READY);
        }
    }

    @Test
    void losesPatienceWithAClientThatSendsNothingToJudge() throws Exception {
        try (Pop3Client client = gateway.secured()) {
            int answered = 0;
            for (String answer = client.command("AUTH PLAIN !"); answer != null; answer = next(client)) {
                assertThat(answer).isEqualTo(MALFORMED);
                answered++;
            }
            assertThat(answered).isEqualTo(50);
        }
    }

    @Test
    void writesOneLineForEachLogin() throws Exception {
        Account account = gateway.newAccount();

        try (Pop3Client client = gateway.secured()) {
            plain(client, account.user(), "wrong");
            client.command("AUTH LOGIN");
            client.command("*");
            client.command("AUTH XYZZY");
            client.command("AUTH PLAIN AAAA");
            client.command("AUTH DIGEST-MD5");
            client.command("A".repeat(9000));
            new DigestMd5Login(account.user(), account.password()).on(client);
            try (Pop3Client second = gateway.secured()) {
                plain(second, account.user(), account.password());
            }
            client.command("QUIT");
        }

        String log = Files.readString(gateway.process().home().resolve("var/log/digipoort.log"));
        List<String> lines = log.lines()
                .filter(line -> line.contains("login outcome="))
                .map(line -> line.substring(line.indexOf("login outcome=")))
                .toList();
        String session = lines.stream()
                .filter(line -> line.contains("outcome=OK") && line.endsWith("\"" + account.user() + "\""))
                .map(line -> line.replaceAll(".* session=(\\S+) .*", "$1"))
                .findFirst()
                .orElseThrow();
        assertThat(lines.stream()
                        .filter(line -> line.contains("session=" + session))
                        .map(line -> line.replaceAll("address=127.0.0.1 port=\\d+ ", "")
                                .replaceAll("cipher=TLS_[A-Z0-9_]+ ", "")
                                .replaceAll("session=\\S+ ", "")))
                .containsExactly(
                        "login outcome=AUTH tls=TLSv1.3 mechanism=PLAIN user=\"" + account.user() + "\"",
                        "login outcome=CANCELLED tls=TLSv1.3 mechanism=LOGIN user=-",
                        "login outcome=UNSUPPORTED tls=TLSv1.3 mechanism=- user=-",
                        "login outcome=MALFORMED tls=TLSv1.3 mechanism=PLAIN user=-",
                        "login outcome=ABANDONED tls=TLSv1.3 mechanism=DIGEST-MD5 user=-",
                        "login outcome=OK tls=TLSv1.3 mechanism=DIGEST-MD5 user=\"" + account.user() + "\"");
        assertThat(lines)
                .anyMatch(line -> line.startsWith("login outcome=IN-USE ")
                        && line.endsWith(
                                "mechanism=PLAIN session=" + sessionOf(line) + " user=\"" + account.user() + "\""));
    }

    private static String sessionOf(String line) {
        return line.replaceAll(".* session=(\\S+) .*", "$1");
    }

    private static void guessThrice(String user) throws IOException {
        try (Pop3Client client = gateway.secured()) {
            for (int i = 0; i < 3; i++) {
                assertThat(plain(client, user, "wrong" + i)).isEqualTo(REFUSED);
            }
        }
    }

    private static boolean guessOnAndOn(String user, AtomicBoolean over, AtomicInteger guesses) throws IOException {
        while (!over.get()) {
            try (Pop3Client client = gateway.secured()) {
                client.patience(PATIENCE);
                for (int i = 0; i < FAILURES_PER_CONNECTION && !over.get(); i++) {
                    assertThat(plain(client, user, "wrong")).isEqualTo(REFUSED);
                    guesses.incrementAndGet();
                }
            }
        }
        return true;
    }

    private static long nanosOf(Account account, String password, String expected) throws IOException {
        try (Pop3Client client = gateway.secured()) {
            long start = System.nanoTime();
            assertThat(plain(client, account.user(), password)).isEqualTo(expected);
            return System.nanoTime() - start;
        }
    }

    private static String next(Pop3Client client) {
        try {
            return client.command("AUTH PLAIN !");
        } catch (IOException e) {
            return null;
        }
    }

    private static String plain(Pop3Client client, String user, String password) throws IOException {
        return client.command("AUTH PLAIN " + plainResponse(user, password));
    }

    private static String plainResponse(String user, String password) {
        return Base64.getEncoder().encodeToString(("\0" + user + "\0" + password).getBytes(UTF_8));
    }
}
