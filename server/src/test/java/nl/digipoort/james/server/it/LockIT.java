// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.ExampleMessage;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Interface rule 9, for sessions; RFC 1939 sections 4 and 6; RFC 2449 section 8.1.2. */
@ExtendWith(SharedGateway.class)
class LockIT {
    private static final Duration SOON = Duration.ofMinutes(1);

    private final TestGateway gateway;

    LockIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void tellsTheSecondSessionInUseAndOnlyForRightCredentials() throws Exception {
        Account account = gateway.newAccount();

        try (Pop3Client holder = gateway.loggedIn(account);
                Pop3Client second = gateway.secured()) {
            second.command("USER " + account.user());
            assertThat(second.command("PASS wrong")).startsWith("-ERR [AUTH]");
            second.command("USER " + account.user());
            assertThat(second.command("PASS " + account.password())).startsWith("-ERR [IN-USE]");
            assertThat(second.command("STAT")).startsWith("-ERR");

            holder.command("QUIT");

            second.command("USER " + account.user());
            assertThat(second.command("PASS " + account.password())).isEqualTo("+OK Maildrop locked and ready");
        }
    }

    /** The next client has proven itself by then, and only its last, empty line is missing: nothing gives the lock time. */
    @Test
    void isFreeBeforeTheAnswerToQuitIsRead() throws Exception {
        Account account = gateway.newAccount();
        Pop3Client holder = gateway.loggedIn(account);

        for (int i = 0; i < 100; i++) {
            Pop3Client next = gateway.secured();
            new DigestMd5Login(account.user(), account.password()).untilLastChallenge(next);
            assertThat(holder.command("QUIT")).isEqualTo("+OK Bye");
            assertThat(next.command("")).isEqualTo("+OK Maildrop locked and ready");
            holder.close();
            holder = next;
        }

        holder.close();
    }

    @Test
    void isFreeAtOnceWhenTheClientIsGone() throws Exception {
        Account account = gateway.newAccount();
        gateway.append(account, "Subject: a\r\n\r\nx\r\n");

        for (boolean reset : new boolean[] {false, true}) {
            try (Pop3Client client = gateway.loggedIn(account)) {
                client.command("DELE 1");
                if (reset) {
                    client.reset();
                }
            }

            awaitLogin(account);
        }
        assertThat(gateway.list(account)).hasSize(1);
    }

    @Test
    void isFreeAtOnceWhenTheClientIsGoneInTheMiddleOfAMessage(@TempDir Path scratch) throws Exception {
        Account account = gateway.newAccount();
        Path file = scratch.resolve("large.eml");
        ExampleMessage.of(1, account.user(), ExampleMessage.LARGE).write(file);
        gateway.append(account, file);
        assertThat(Files.size(file)).isEqualTo(ExampleMessage.LARGE);

        try (Pop3Client client = gateway.loggedIn(account)) {
            assertThat(client.command("RETR 1")).isEqualTo("+OK " + ExampleMessage.LARGE + " octets follow");
            client.readLine();
            client.reset();
        }

        awaitLogin(account);
    }

    @Test
    void letsExactlyOneOfManyIn() throws Exception {
        Account account = gateway.newAccount();
        int count = 16;
        ExecutorService executor = Executors.newFixedThreadPool(count);
        List<Pop3Client> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(gateway.secured());
        }
        List<Callable<String>> logins = clients.stream()
                .<Callable<String>>map(
                        client -> () -> new DigestMd5Login(account.user(), account.password()).on(client))
                .toList();

        List<Future<String>> futures = executor.invokeAll(logins);

        executor.shutdown();
        List<String> answers = new ArrayList<>();
        for (Future<String> future : futures) {
            answers.add(future.get());
        }
        for (Pop3Client client : clients) {
            client.close();
        }
        assertThat(answers).filteredOn(answer -> answer.startsWith("+OK")).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.startsWith("-ERR [IN-USE]"))
                .hasSize(count - 1);
    }

    private void awaitLogin(Account account) {
        await().atMost(SOON).untilAsserted(() -> assertThat(login(account)).isEqualTo("+OK Maildrop locked and ready"));
    }

    private String login(Account account) throws IOException {
        try (Pop3Client client = gateway.secured()) {
            client.command("USER " + account.user());
            String answer = client.command("PASS " + account.password());
            client.command("QUIT");
            return answer;
        }
    }
}
