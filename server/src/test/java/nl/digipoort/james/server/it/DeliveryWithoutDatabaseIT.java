// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import nl.digipoort.james.testing.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The database goes away behind each step of a delivery, and comes back. Whoever is answered 4xx sends again, and then everything is there
 * once.
 */
class DeliveryWithoutDatabaseIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path scratch;

    /** One for each delivery: the common pool of a machine with four processors has too few for all that stop. */
    private final ExecutorService agencies = Executors.newCachedThreadPool();

    private TestPostgres postgres;
    private DatabaseLink link;
    private CrashExtension steps;
    private TestGateway gateway;

    /** How the server notices. */
    enum Loss {
        RESET {
            @Override
            void lose(DatabaseLink link) {
                link.cut();
            }
        },
        SILENCE {
            @Override
            void lose(DatabaseLink link) {
                link.silence();
            }
        };

        abstract void lose(DatabaseLink link);
    }

    @BeforeEach
    void start() throws Exception {
        postgres = TestPostgres.ofItsOwn();
        link = DatabaseLink.to(postgres.port());
        Path home = ChangedConfiguration.nodeOnPostgres(scratch.resolve("home"), TwoNodes.ONE_KEY, TwoNodes.LEASE);
        steps = CrashExtension.addTo(home, scratch);
        gateway = TestGateway.on(EmbeddedGateway.start(
                home,
                Map.of(
                        "DIGIPOORT_DATABASE_URL",
                        "jdbc:postgresql://127.0.0.1:" + link.port() + "/postgres",
                        "DIGIPOORT_DATABASE_USER",
                        postgres.user(),
                        "DIGIPOORT_DATABASE_PASSWORD",
                        "not asked for")));
    }

    @AfterEach
    void stop() {
        agencies.shutdownNow();
        Stream.of(gateway, link, postgres).filter(Objects::nonNull).forEach(part -> {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** One loss for all steps: behind each of them stands a delivery into a maildrop of its own. */
    @ParameterizedTest
    @EnumSource
    void deliversOnceWhicheverStepTheDatabaseGoesAwayBehind(Loss loss) throws Exception {
        List<Receiver> straight = receivers("TAKEN", "LOCKED", "DELIVERED", "UNLOCKED");
        List<Receiver> inUse = receivers("HELD");
        List<Receiver> broughtInto = receivers("TAKEN", "BROUGHT_IN");
        List<Receiver> receivers =
                Stream.of(straight, inUse, broughtInto).flatMap(List::stream).toList();
        List<Receiver> waiting =
                Stream.of(straight, inUse).flatMap(List::stream).toList();
        List<Pop3Client> readers = logInEach(broughtInto);
        for (Receiver receiver : broughtInto) {
            assertThat(send(receiver.account, "first")).startsWith("250 ");
            assertThat(send(receiver.account, "second")).startsWith("250 ");
        }
        List<Pop3Client> users = logInEach(inUse);
        for (Receiver receiver : receivers) {
            steps.stopBehind(receiver.step, receiver.account.user());
        }
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (Receiver receiver : waiting) {
            answers.add(CompletableFuture.supplyAsync(() -> answerTo(receiver.account, "first"), agencies));
        }
        for (Pop3Client reader : readers) {
            assertThat(reader.command("QUIT")).isEqualTo("+OK Bye");
        }
        await().atMost(PATIENCE).until(() -> steps.stopped().size() == receivers.size());

        loss.lose(link);
        steps.stopNoMore();

        List<String> answered = new ArrayList<>();
        for (CompletableFuture<String> answer : answers) {
            answered.add(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).substring(0, 3));
        }
        link.mend();
        // what is in the database is acknowledged, and what is not is not
        assertThat(answered).containsExactly("451", "451", "250", "250", "250");
        for (Pop3Client user : users) {
            user.close();
        }
        for (int i = 0; i < answered.size(); i++) {
            if (answered.get(i).startsWith("4")) {
                Account account = waiting.get(i).account;
                await().atMost(PATIENCE).ignoreExceptions().until(() -> answerTo(account, "first")
                        .startsWith("250 "));
            }
        }
        for (Receiver receiver : receivers) {
            String[] all = broughtInto.contains(receiver) ? new String[] {"first", "second"} : new String[] {"first"};
            await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(
                            TestMessages.subjects(gateway, receiver.account))
                    .as(receiver.step)
                    .hasSizeGreaterThanOrEqualTo(all.length));
            assertThat(TestMessages.subjects(gateway, receiver.account))
                    .as(receiver.step)
                    .containsExactly(all);
        }
    }

    /** An account, and the step behind which a delivery to it is to stop. */
    private record Receiver(String step, Account account) {}

    private List<Receiver> receivers(String... names) throws Exception {
        List<Receiver> receivers = new ArrayList<>();
        for (String name : names) {
            receivers.add(new Receiver(name, gateway.newAccount()));
        }
        return receivers;
    }

    private List<Pop3Client> logInEach(List<Receiver> receivers) throws IOException {
        List<Pop3Client> sessions = new ArrayList<>();
        for (Receiver receiver : receivers) {
            sessions.add(gateway.loggedIn(receiver.account));
        }
        return sessions;
    }

    private String answerTo(Account account, String subject) {
        try {
            return send(account, subject);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String send(Account account, String subject) throws IOException {
        return SmtpClient.deliver(gateway.process().smtpPort(), account.user(), subject);
    }
}
