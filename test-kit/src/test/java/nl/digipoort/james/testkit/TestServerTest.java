// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The product's own answers, with and without faults. */
class TestServerTest {
    private static final String MESSAGE = "Subject: test\r\n\r\n" + "0123456789abcdef\r\n".repeat(40) + ".\r\n";

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void reset() {
        server.reset();
    }

    @Test
    void playsTheWorkedExampleOfTheInterface() throws Exception {
        server.account("anna").put(MESSAGE);

        try (TestClient client = TestClient.of(server)) {
            assertThat(client.says("STAT")).isEqualTo("-ERR STLS first");
            assertThat(client.says("CAPA")).isEqualTo("+OK Here's what I can do");
            assertThat(client.lines()).containsExactly("SASL DIGEST-MD5", "TOP", "PIPELINING", "STLS");
            assertThat(client.says("STLS")).isEqualTo("+OK Begin TLS negotiation");
            assertThat(client.secure()).isEqualTo("TLSv1.3");
            assertThat(client.login("anna@example.org")).isEqualTo("+OK Maildrop locked and ready");
            assertThat(client.says("RETR 1")).isEqualTo("+OK " + MESSAGE.length() + " octets follow");
            assertThat(String.join("\r\n", client.lines())).isEqualTo(MESSAGE.replace(".\r\n", ".."));
            assertThat(client.says("DELE 1")).isEqualTo("+OK Message 1 deleted");
            assertThat(client.says("QUIT")).isEqualTo("+OK Bye");
        }

        assertThat(server.account("anna").messages()).isEmpty();
    }

    @Test
    void answersASecondSessionAsProductionDoes() throws Exception {
        server.account("anna");
        try (TestClient first = TestClient.loggedIn(server, "anna@example.org");
                TestClient second = TestClient.secured(server)) {
            assertThat(second.login("anna@example.org"))
                    .isEqualTo("-ERR [IN-USE] Maildrop is locked by another session");
            assertThat(first.says("QUIT")).isEqualTo("+OK Bye");
        }
    }

    @Test
    void refusesTheLoginsOfAccountsNamedAfterAFault() throws Exception {
        try (TestClient client = TestClient.secured(server)) {
            assertThat(client.login("in-use@example.org"))
                    .isEqualTo("-ERR [IN-USE] Maildrop is locked by another session");
            assertThat(client.login("sys-temp@example.org"))
                    .isEqualTo("-ERR [SYS/TEMP] Maildrop cannot be opened now, try again later");
            assertThat(client.login("login-delay@example.org"))
                    .isEqualTo("-ERR [LOGIN-DELAY] Too soon after the last login, try again later");
            assertThat(client.says("CAPA")).startsWith("+OK");
            assertThat(client.lines()).contains("LOGIN-DELAY 60 USER");
        }
    }

    @Test
    void cutsAMessageInItsMiddle() throws Exception {
        Account cut = server.account("cut").put(MESSAGE);

        try (TestClient client = TestClient.loggedIn(server, cut.name())) {
            assertThat(client.says("RETR 1")).startsWith("+OK");
            assertThat(String.join("\n", client.lines())).hasSizeBetween(MESSAGE.length() / 3, MESSAGE.length() / 2);
            assertThat(client.line()).isNull();
        }

        assertThat(cut.messages()).hasSize(1);
    }

    @Test
    void sendsAMessageSlowly() throws Exception {
        server.account("slow").put(MESSAGE);

        try (TestClient client = TestClient.loggedIn(server, "slow")) {
            long begun = System.nanoTime();
            client.says("RETR 1");
            assertThat(client.lines()).hasSize(43);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(350));
            assertThat(client.says("QUIT")).isEqualTo("+OK Bye");
        }
    }

    @Test
    void cutsASlowMessageInItsMiddleAsSlowly() throws Exception {
        String message = MESSAGE.repeat(4);
        Account both = server.account("anna").put(message).fault(Fault.SLOW).fault(Fault.CUT);

        try (TestClient client = TestClient.loggedIn(server, both.name())) {
            long begun = System.nanoTime();
            assertThat(client.says("RETR 1")).startsWith("+OK");
            assertThat(String.join("\n", client.lines())).hasSizeBetween(message.length() / 3, message.length() / 2);
            // half of it is five pauses
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(750));
            assertThat(client.line()).isNull();
        }

        assertThat(both.messages()).hasSize(1);
    }

    @Test
    void refusesQuitAndDeletesNothing() throws Exception {
        Account refused = server.account("refused-quit").put(MESSAGE);

        try (TestClient client = TestClient.loggedIn(server, refused.name())) {
            client.says("DELE 1");
            assertThat(client.says("QUIT")).isEqualTo("-ERR [SYS/TEMP] some deleted messages not removed");
        }

        assertThat(refused.messages()).hasSize(1);
    }

    @Test
    void beginsAndEndsFaultsOfAnyAccount() throws Exception {
        Account anna = server.account("anna").fault(Fault.IN_USE);
        try (TestClient client = TestClient.secured(server)) {
            assertThat(client.login(anna.name())).startsWith("-ERR [IN-USE]");
            anna.mend().fault(Fault.LOGIN_DELAY);
            assertThat(client.login(anna.name())).startsWith("-ERR [LOGIN-DELAY]");
            anna.mend();
            assertThat(client.login(anna.name())).startsWith("+OK");
        }
        assertThatThrownBy(() -> anna.fault(Fault.NO_STLS)).hasMessageContaining("start the server with it");
    }

    @Test
    void forgetsMessagesFaultsAndTranscriptsAtAReset() throws Exception {
        server.account("anna").put(MESSAGE).fault(Fault.SYS_TEMP);
        TestClient.of(server).close();

        server.reset();

        assertThat(server.account("anna").messages()).isEmpty();
        assertThat(server.transcripts()).isEmpty();
        try (TestClient client = TestClient.secured(server)) {
            assertThat(client.login("anna")).startsWith("+OK");
        }
    }

    @Test
    void takesTheMaildropFromASessionThatIsOpenAtAReset() throws Exception {
        server.account("anna");
        try (TestClient open = TestClient.loggedIn(server, "anna");
                TestClient next = TestClient.secured(server)) {
            assertThat(open.says("NOOP")).startsWith("+OK");

            server.reset();

            assertThat(next.login("anna")).startsWith("+OK");
        }
    }

    @Test
    void givesBackWhatWasPut() {
        byte[] octets = "Subject: caf\u00e9\r\n\r\n\u0000\u00ff\r\n".getBytes(ISO_8859_1);

        assertThat(server.account("anna").put(octets).messages()).containsExactly(octets);
    }

    @Test
    void keepsThePasswordOfAnAccountThatOthersAskForAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 40; round++) {
                String name = "crowd" + round;
                CyclicBarrier together = new CyclicBarrier(4);
                List<Callable<Account>> asking = new ArrayList<>(Collections.nCopies(3, () -> {
                    together.await();
                    return server.account(name);
                }));
                asking.add(() -> {
                    together.await();
                    return server.account(name, "another");
                });
                for (Future<Account> account : threads.invokeAll(asking)) {
                    assertThat(account.get().name()).isEqualTo(name + "@example.org");
                }

                try (TestClient client = TestClient.secured(server)) {
                    client.says("USER " + name);
                    assertThat(client.says("PASS another")).startsWith("+OK");
                }
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void listsItsAccounts() {
        assertThat(server.accounts())
                .containsAll(List.of("cut@example.org", "in-use@example.org", "refused-quit@example.org"));
    }
}
