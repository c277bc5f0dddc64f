// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static nl.digipoort.james.server.it.TestMessages.messages;
import static nl.digipoort.james.server.it.TestMessages.subjects;
import static nl.digipoort.james.server.it.TwoNodes.LOCKED_AND_READY;
import static nl.digipoort.james.server.it.TwoNodes.UNTIL_OVER;
import static nl.digipoort.james.server.it.TwoNodes.assertLost;
import static nl.digipoort.james.server.it.TwoNodes.login;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import nl.digipoort.james.server.demo.ExampleMessage;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One of two servers is cut off from the database that they share, and finds it again; nobody restarts anything. */
@ExtendWith(TwoNodes.Shared.class)
class DatabaseCutIT {
    private static final String TROUBLE = "-ERR [SYS/TEMP]";
    /** What conf/james-database-postgresql.properties lets a login take, twice over for a slow machine. */
    private static final int SILENCE_SECONDS = 90;

    private final TwoNodes nodes;

    DatabaseCutIT(TwoNodes nodes) {
        this.nodes = nodes;
    }

    @AfterEach
    void mend() {
        nodes.link().mend();
    }

    @Test
    void keepsTheSessionOverAResetThatIsShorterThanTheLease() throws Exception {
        Account account = accountWithMail();
        try (Pop3Client client = markedFirst(account)) {
            nodes.link().cut();
            await().until(() -> nodes.link().refused() > 0);
            nodes.link().mend();

            await().atMost(UNTIL_OVER).until(() -> nodes.isHeldBeyondOneLease(account));
            assertThat(client.command("QUIT")).isEqualTo("+OK Bye");
        }
        assertThat(subjects(nodes.a(), account)).containsExactly("two");
    }

    @Test
    void keepsTheSessionOverASilenceThatIsShorterThanTheLease() throws Exception {
        Account account = accountWithMail();
        try (Pop3Client client = markedFirst(account)) {
            nodes.link().silence();
            await().until(() -> nodes.link().isHolding());
            nodes.link().mend();

            await().atMost(UNTIL_OVER).until(() -> nodes.isHeldBeyondOneLease(account));
            assertThat(client.command("QUIT")).isEqualTo("+OK Bye");
        }
        assertThat(subjects(nodes.a(), account)).containsExactly("two");
    }

    @Test
    void losesTheSessionInAResetThatIsLongerThanTheLease() throws Exception {
        Account account = accountWithMail();
        Account untouched = accountWithMail();
        try (Pop3Client client = markedFirst(account);
                Pop3Client late = markedFirst(untouched)) {
            nodes.link().cut();
            assertThat(login(nodes.a(), account)).startsWith(TROUBLE);
            await().atMost(UNTIL_OVER)
                    .untilAsserted(() -> assertThat(login(nodes.b(), account)).isEqualTo(LOCKED_AND_READY));
            await().atMost(UNTIL_OVER).until(() -> nodes.heldFor(untouched).isEmpty());
            nodes.link().mend();

            assertLost(client, "QUIT");
            assertLost(late, "QUIT");
        }
        assertThat(subjects(nodes.a(), account)).containsExactly("one", "two");
        assertThat(subjects(nodes.a(), untouched)).containsExactly("one", "two");
    }

    /** Neither a login nor a session waits for a database that does not answer; both are told in bounded time. */
    @Test
    void losesTheSessionInASilenceThatIsLongerThanTheLeaseAndAnswersLogins() throws Exception {
        Account account = accountWithMail();
        try (Pop3Client client = markedFirst(account)) {
            nodes.link().silence();
            CompletableFuture<String> login = CompletableFuture.supplyAsync(() -> loginOnA(account));
            await().atMost(UNTIL_OVER)
                    .untilAsserted(() -> assertThat(login(nodes.b(), account)).isEqualTo(LOCKED_AND_READY));

            assertLost(client, "QUIT");
            assertThat(login.get(SILENCE_SECONDS, TimeUnit.SECONDS)).startsWith(TROUBLE);
            nodes.link().mend();
        }
        assertThat(login(nodes.a(), account)).isEqualTo(LOCKED_AND_READY);
        assertThat(subjects(nodes.a(), account)).containsExactly("one", "two");
    }

    /** The other server may give it to another client by then, who may delete it. */
    @Test
    void breaksAMessageOffWhenTheLeaseIsOver(@TempDir Path scratch) throws Exception {
        Account account = nodes.a().newAccount();
        Path file = scratch.resolve("large.eml");
        ExampleMessage.of(1, account.user(), ExampleMessage.LARGE).write(file);
        nodes.a().append(account, file);
        try (Pop3Client client = nodes.a().loggedIn(account)) {
            assertThat(client.command("RETR 1")).isEqualTo("+OK " + ExampleMessage.LARGE + " octets follow");
            nodes.link().cut();
            await().atMost(UNTIL_OVER)
                    .untilAsserted(() -> assertThat(login(nodes.b(), account)).isEqualTo(LOCKED_AND_READY));

            assertThatThrownBy(client::readBody).isInstanceOf(IOException.class);
        }
    }

    private String loginOnA(Account account) {
        try (Pop3Client client = nodes.a().secured()) {
            client.command("USER " + account.user());
            return client.command("PASS " + account.password());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Account accountWithMail() throws Exception {
        Account account = nodes.a().newAccount();
        nodes.a().append(account, messages("one", "two"));
        return account;
    }

    private Pop3Client markedFirst(Account account) throws Exception {
        Pop3Client client = nodes.a().loggedIn(account);
        assertThat(client.command("DELE 1")).startsWith("+OK");
        return client;
    }
}
