// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static nl.digipoort.james.server.it.TestMessages.message;
import static nl.digipoort.james.server.it.TestMessages.subject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.Outcome;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import nl.digipoort.james.testing.FailingWrites;
import nl.digipoort.james.testing.FailingWrites.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every write that the embedded server makes for a step fails once, in each way a disk can fail it, and nothing is lost or doubled. */
class FailingWritesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private static Path scratch;

    private static FailingWrites writes;
    private static TestGateway gateway;
    private static Account account;
    private static int sent;

    @BeforeAll
    static void start() throws Exception {
        Path home = ChangedConfiguration.home(
                scratch.resolve("home"), "<freeSpace>256</freeSpace>", "<freeSpace>0</freeSpace>");
        writes = FailingWrites.in(scratch.resolve("writes"), home.resolve("var"));
        startOn(home);
        account = gateway.newAccount();
    }

    private static void startOn(Path home) throws Exception {
        gateway = TestGateway.on(EmbeddedGateway.start(home, writes.environment()));
    }

    /** Whatever failed, no record was lost between two others. */
    @AfterAll
    static void stopAndVerifyTheAuditTrail() throws Exception {
        if (gateway != null) {
            gateway.close();
            Outcome verified = Outcome.of(
                    "audit", "verify", "--home", gateway.process().home().toString());
            assertThat(verified.exit()).as(verified.stdout()).isZero();
        }
    }

    /** What the server does while its writes fail. */
    private enum Doing {
        ACCEPT {
            @Override
            void run(Attempt attempt) throws Exception {
                attempt.send();
            }
        },
        HOLD {
            @Override
            void prepare(Attempt attempt) throws Exception {
                attempt.logIn();
            }

            @Override
            void run(Attempt attempt) throws Exception {
                attempt.send();
            }
        },
        BRING_IN {
            @Override
            void prepare(Attempt attempt) throws Exception {
                attempt.logIn();
                attempt.send();
                attempt.send();
            }

            @Override
            void run(Attempt attempt) throws Exception {
                attempt.quit();
                attempt.awaitHeldMail();
            }
        },
        RETRIEVE {
            @Override
            void prepare(Attempt attempt) throws Exception {
                attempt.send();
            }

            @Override
            void run(Attempt attempt) throws Exception {
                attempt.logIn();
                attempt.retrieve();
                attempt.quit();
            }
        },
        DELETE {
            @Override
            void prepare(Attempt attempt) throws Exception {
                attempt.send();
                attempt.send();
                attempt.logIn();
                attempt.mark();
            }

            @Override
            void run(Attempt attempt) throws Exception {
                attempt.quitDeleting();
            }
        };

        void prepare(Attempt attempt) throws Exception {}

        abstract void run(Attempt attempt) throws Exception;
    }

    /** All of them with {@code -Ddigipoort.writes=all}, which takes half an hour; otherwise one write and one sync for each thing that is done. */
    @ParameterizedTest
    @EnumSource(Doing.class)
    void losesAndDoublesNothingWhicheverWriteFails(Doing doing) throws Exception {
        boolean all = System.getProperty("digipoort.writes", "some").equals("all");
        Random random = new Random(doing.name().hashCode());
        List<Kind> writing = List.of(Kind.FULL, Kind.BROKEN, Kind.TORN);
        List<Kind> kinds = new ArrayList<>(all ? writing : List.of(writing.get(random.nextInt(writing.size()))));
        kinds.add(Kind.UNSYNCED);
        for (Kind kind : kinds) {
            int most = count(doing, kind);
            assertThat(most).as(doing + " in " + kind).isPositive();
            if (all) {
                for (int n = 1; n <= most; n++) {
                    attempt(doing, n, kind);
                }
            } else {
                attemptOne(doing, 1 + random.nextInt(most), kind);
            }
        }
    }

    /** An earlier one instead if there were not so many this time: some writes of others were counted. */
    private static void attemptOne(Doing doing, int n, Kind kind) throws Exception {
        if (!attempt(doing, n, kind)) {
            assertThat(n).as(doing + ": nothing failed in " + kind).isGreaterThan(1);
            attemptOne(doing, n / 2, kind);
        }
    }

    /** How many writes or syncs there are if none fails. */
    private static int count(Doing doing, Kind kind) throws Exception {
        try (Attempt attempt = new Attempt()) {
            doing.prepare(attempt);
            writes.count(kind);
            doing.run(attempt);
            writes.stop();
            attempt.verify(doing + " without a failure");
            return (int) writes.counted();
        }
    }

    /** Returns whether any write or sync has failed. */
    private static boolean attempt(Doing doing, int n, Kind kind) throws Exception {
        try (Attempt attempt = new Attempt()) {
            doing.prepare(attempt);
            writes.failAt(n, kind);
            try {
                doing.run(attempt);
            } catch (IOException e) {
                assertThat(e)
                        .as("the server may end the connection, or itself")
                        .isNotInstanceOf(SocketTimeoutException.class);
            }
            writes.stop();
            boolean failed = writes.hasFailed();
            attempt.verify(doing + ", number " + n + " fails: " + kind);
            return failed;
        }
    }

    /** One step on a maildrop that is empty before and after. */
    private static final class Attempt implements AutoCloseable {
        /** What the maildrop must have in the end, in this order. */
        private final List<String> certain = new ArrayList<>();
        /** What it may have besides: nobody has got an answer. */
        private final List<String> possible = new ArrayList<>();

        private Pop3Client session;

        void send() throws IOException {
            String subject = "mail " + ++sent;
            try (SmtpClient client = new SmtpClient(gateway.process().smtpPort())) {
                client.begin(account.user());
                possible.add(subject);
                String answer = client.end(message(subject).getBytes(StandardCharsets.US_ASCII));
                if (answer == null) {
                    throw new IOException("no answer");
                }
                assertThat(answer).matches("(250|4[0-9][0-9]) .*");
                if (answer.startsWith("250 ")) {
                    possible.remove(subject);
                    certain.add(subject);
                }
            }
        }

        void logIn() throws IOException {
            session = gateway.loggedIn(account);
        }

        /** All of the first message, or an error. */
        void retrieve() throws IOException {
            String answer = session.command("RETR 1");
            if (answer.startsWith("+OK")) {
                assertThat(new String(session.readBody(), StandardCharsets.US_ASCII))
                        .endsWith(message(certain.get(0)));
            } else {
                assertThat(answer).startsWith("-ERR [SYS/TEMP]");
            }
        }

        void mark() throws IOException {
            assertThat(session.command("DELE 1")).startsWith("+OK");
        }

        void quit() throws IOException {
            session.command("QUIT");
        }

        /** What was answered +OK is gone for certain. */
        void quitDeleting() throws IOException {
            String marked = certain.remove(0);
            possible.add(marked);
            if (session.command("QUIT").startsWith("+OK")) {
                possible.remove(marked);
            }
        }

        void awaitHeldMail() {
            await().atMost(PATIENCE)
                    .until(() -> writes.hasFailed()
                            || gateway.webAdmin()
                                    .get("/digipoort/held/" + account.user())
                                    .equals("[]"));
        }

        /** Finds what must be there, once and in order; starts the server again if it has stopped itself. */
        void verify(String what) throws Exception {
            List<String> found = drainedInTheEnd();
            List<String> expected = new ArrayList<>(found);
            expected.removeAll(possible);

            assertThat(found).as(what).doesNotHaveDuplicates();
            assertThat(expected).as(what).isEqualTo(certain);
        }

        private List<String> drainedInTheEnd() throws Exception {
            close();
            try {
                return drained();
            } catch (IOException e) {
                // it has stopped itself
                await().atMost(PATIENCE).until(() -> !gateway.process().isAlive());
                Path home = gateway.process().home();
                gateway.close();
                startOn(home);
                return drained();
            }
        }

        private static List<String> drained() throws IOException {
            // whose client has hung up
            await().atMost(PATIENCE)
                    .until(() -> gateway.webAdmin()
                                    .send("GET", "/digipoort/locks/" + account.user(), "")
                                    .statusCode()
                            == HttpURLConnection.HTTP_NOT_FOUND);
            await().atMost(PATIENCE).until(() -> gateway.webAdmin()
                    .get("/digipoort/held/" + account.user())
                    .equals("[]"));
            List<String> subjects = new ArrayList<>();
            try (Pop3Client client = gateway.loggedIn(account)) {
                int count = Integer.parseInt(client.command("STAT").split(" ", -1)[1]);
                for (int number = 1; number <= count; number++) {
                    subjects.add(subject(client, number));
                    assertThat(client.command("DELE " + number)).startsWith("+OK");
                }
                assertThat(client.command("QUIT")).isEqualTo("+OK Bye");
            }
            return subjects;
        }

        @Override
        public void close() throws IOException {
            if (session != null) {
                session.close();
            }
        }
    }
}
