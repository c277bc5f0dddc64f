// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static nl.digipoort.james.server.it.TestMessages.messages;
import static nl.digipoort.james.server.it.TestMessages.subjects;
import static nl.digipoort.james.server.it.TwoNodes.LOCKED_AND_READY;
import static nl.digipoort.james.server.it.TwoNodes.UNTIL_OVER;
import static nl.digipoort.james.server.it.TwoNodes.login;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nl.digipoort.james.server.demo.ExampleMessage;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.DatabaseLink.Direction;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * PostgreSQL crashes and is started again on its data, while two servers work on it; they are not restarted. Whatever a client
 * is told, no unmarked message is gone, and after QUIT's +OK every marked one is.
 */
@ExtendWith(TwoNodes.Shared.class)
class DatabaseCrashIT {
    private static final String TROUBLE = "-ERR [SYS/TEMP]";
    /** One message in two is marked, so that they are deleted by as many statements. */
    private static final int MARKED = 25;

    private final TwoNodes nodes;
    private boolean down;

    DatabaseCrashIT(TwoNodes nodes) {
        this.nodes = nodes;
    }

    private void crash() {
        nodes.postgres().crash();
        down = true;
    }

    private void restart() {
        nodes.postgres().start();
        down = false;
    }

    @AfterEach
    void mend() {
        nodes.link().mend();
        if (down) {
            restart();
        }
    }

    /** The message is much larger than what the sockets between hold, so that the rest of it is lost. */
    @Test
    void refusesARetrThatTheDatabaseBreaksOff(@TempDir Path scratch) throws Exception {
        Account account = nodes.a().newAccount();
        Path file = scratch.resolve("message.eml");
        ExampleMessage.of(1, account.user(), ExampleMessage.LARGE).write(file);
        nodes.a().append(account, file);
        try (Pop3Client client = nodes.a().loggedIn(account)) {
            nodes.link().silenceAfter(Direction.TO_SERVER, ExampleMessage.LARGE / 10);
            client.send("RETR 1");
            await().until(() -> nodes.link().isHolding());
            crash();
            nodes.link().mend();

            assertThat(client.readLine()).startsWith(TROUBLE);
            restart();
        }
        awaitLogin(nodes.a(), account);
        assertThat(nodes.a().list(account)).containsExactly("1 " + ExampleMessage.LARGE);
    }

    @Test
    void servesNothingWithoutTheDatabaseAndEverythingAfterIt() throws Exception {
        Account account = nodes.a().newAccount();
        nodes.a().append(account, messages("one", "two"));
        try (Pop3Client client = nodes.a().loggedIn(account)) {
            assertThat(client.command("DELE 1")).startsWith("+OK");
            crash();

            // before the lease is over
            assertThat(client.command("RETR 2")).startsWith(TROUBLE);
            assertThat(client.command("QUIT")).isEqualTo("-ERR [SYS/TEMP] No message was removed, try again later");
            assertThat(client.read()).isEqualTo(-1);
            assertThat(login(nodes.a(), account)).startsWith(TROUBLE);
            assertThat(login(nodes.b(), account)).startsWith(TROUBLE);
            restart();
        }
        awaitLogin(nodes.b(), account);
        assertThat(subjects(nodes.a(), account)).containsExactly("one", "two");
    }

    /** The crash is in the middle of the transaction that deletes them. */
    @Test
    void deletesNoneOfABatchThatTheDatabaseBreaksOff() throws Exception {
        Account account = accountWithMany();
        try (Pop3Client client = markedMany(account)) {
            nodes.link().silenceAfter(Direction.TO_DATABASE, 8_000);
            client.send("QUIT");
            await().until(() -> nodes.link().isHolding());
            crash();
            nodes.link().mend();

            assertThat(client.readLine()).isEqualTo(TROUBLE + " some deleted messages not removed");
            assertThat(client.read()).isEqualTo(-1);
            restart();
        }
        awaitLogin(nodes.b(), account);
        assertThat(subjects(nodes.b(), account)).hasSize(2 * MARKED);
        try (Pop3Client client = markedMany(account)) {
            assertThat(client.command("QUIT")).isEqualTo("+OK Bye");
        }
        assertThat(subjects(nodes.b(), account)).isEqualTo(kept());
    }

    /**
     * The first commits of a QUIT are that of the lease, which turns to UPDATING, and that of the deletions. The answer to one of
     * them is lost: whatever the client was told is true.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void keepsItsWordWhenTheAnswerToACommitIsLost(int commits) throws Exception {
        Account account = accountWithMany();
        try (Pop3Client client = markedMany(account)) {
            nodes.link().silenceAfterCommits(commits);
            client.send("QUIT");
            await().until(() -> nodes.link().isHolding());
            crash();
            nodes.link().cut();

            String answer = lineOrEnd(client);
            restart();
            nodes.link().mend();
            awaitLogin(nodes.a(), account);
            List<String> left = subjects(nodes.a(), account);
            assertThat(left).containsAll(kept());
            if (answer.startsWith("+OK")) {
                assertThat(left).isEqualTo(kept());
            } else {
                assertThat(answer).satisfiesAnyOf(line -> assertThat(line).startsWith(TROUBLE), line -> assertThat(line)
                        .isEmpty());
            }
        }
    }

    @Test
    void hasDeletedForGoodWhenQuitIsAnswered() throws Exception {
        Account account = accountWithMany();
        try (Pop3Client client = markedMany(account)) {
            assertThat(client.command("QUIT")).isEqualTo("+OK Bye");
            crash();
        }
        restart();

        assertThat(subjects(nodes.a(), account)).isEqualTo(kept());
    }

    private Account accountWithMany() throws Exception {
        Account account = nodes.a().newAccount();
        nodes.a()
                .append(
                        account,
                        messages(kept().stream()
                                .flatMap(kept -> Stream.of(kept, "not " + kept))
                                .toArray(String[]::new)));
        return account;
    }

    private static List<String> kept() {
        return IntStream.range(0, MARKED).mapToObj(i -> "kept " + i).toList();
    }

    private Pop3Client markedMany(Account account) throws Exception {
        Pop3Client client = nodes.a().loggedIn(account);
        for (int pair = 1; pair <= MARKED; pair++) {
            assertThat(client.command("DELE " + 2 * pair)).startsWith("+OK");
        }
        return client;
    }

    private static String lineOrEnd(Pop3Client client) throws IOException {
        try {
            return client.readLine();
        } catch (EOFException e) {
            return "";
        }
    }

    /** The lock of a session that the crash ended is free with its lease at the latest. */
    private static void awaitLogin(TestGateway node, Account account) {
        await().atMost(UNTIL_OVER)
                .untilAsserted(() -> assertThat(login(node, account)).isEqualTo(LOCKED_AND_READY));
    }
}
