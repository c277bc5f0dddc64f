// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.demo.Transcript;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guesses from many addresses, as a trusted proxy tells them. An answer that is held comes after a minute, which is longer than
 * the clients here wait: what is answered was not held.
 */
class GuessingByAddressIT {
    private static final String READY = "+OK Maildrop locked and ready";
    private static final String REFUSED = "-ERR [AUTH] Authentication failed";
    private static final String BUSY = "-ERR [SYS/TEMP] Too many logins wait for their answer, try again later";

    @TempDir
    private static Path scratch;

    private static TestGateway gateway;

    /** Three failures are free for an account, four for an address; one answer is held for one. */
    @BeforeAll
    static void start() throws Exception {
        Path home = ChangedConfiguration.home(
                scratch.resolve("home"),
                "<handlerchain/>",
                "<trustedProxies><proxy>127.0.0.0/8</proxy></trustedProxies><handlerchain/>");
        Path pop3server = home.resolve("conf/pop3server.xml");
        Files.writeString(
                pop3server,
                Files.readString(pop3server)
                        .replace("<freePerAddress>10<", "<freePerAddress>4<")
                        .replace("<firstDelay>1<", "<firstDelay>60<")
                        .replace("<longestDelay>10<", "<longestDelay>60<")
                        .replace("<forgetAfter>60<", "<forgetAfter>86400<")
                        .replace("<heldPerAddress>32<", "<heldPerAddress>1<"));
        gateway = TestGateway.on(EmbeddedGateway.start(home));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void forgetsTheFailuresForAnAccountWhenItsOwnerGetsIn() throws Exception {
        Account account = gateway.newAccount();

        for (int day = 0; day < 3; day++) {
            assertThat(plain("198.51.100.1" + day, account.user(), "wrong")).isEqualTo(REFUSED);
            assertThat(plain("198.51.100.2" + day, account.user(), "wrong")).isEqualTo(REFUSED);
            try (Pop3Client owner = secured("198.51.100.3" + day)) {
                assertThat(new DigestMd5Login(account.user(), account.password()).on(owner))
                        .isEqualTo(READY);
                owner.command("QUIT");
            }
        }
    }

    @Test
    void givesAnAddressBackWhatItsClientsFailedBeforeTheyGotIn() throws Exception {
        for (int i = 0; i < 6; i++) {
            Account account = gateway.newAccount();
            try (Pop3Client client = secured("203.0.113.1")) {
                assertThat(new DigestMd5Login(account.user(), "wrong").on(client))
                        .isEqualTo(REFUSED);
                assertThat(plain(client, account.user(), account.password())).isEqualTo(READY);
                client.command("QUIT");
            }
        }
    }

    @Test
    void takesAWholeIpv6NetworkForOneAddressAndNoOther() throws Exception {
        Account account = gateway.newAccount();
        for (int i = 1; i <= 4; i++) {
            assertThat(plain("2001:db8:1:2::" + i, "niemand" + i + "@" + TestGateway.DOMAIN, "wrong"))
                    .isEqualTo(REFUSED);
        }

        List<Pop3Client> clients = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            CompletionService<String> answers = new ExecutorCompletionService<>(threads);
            for (int i = 1; i <= 3; i++) {
                Pop3Client client = secured("2001:db8:1:2:" + i + "::1");
                clients.add(client);
                answers.submit(() -> plain(client, account.user(), account.password()));
            }
            assertThat(answers.take().get()).isEqualTo(BUSY);
            assertThat(answers.take().get()).isEqualTo(BUSY);
            assertThat(plain("2001:db8:1:3::1", account.user(), account.password()))
                    .isEqualTo(READY);
        } finally {
            for (Pop3Client client : clients) {
                client.reset();
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(Files.readString(gateway.process().home().resolve("var/log/digipoort.log")))
                .contains("login outcome=BUSY address=2001:db8:1:2:");
    }

    private static String plain(String address, String user, String password) throws IOException {
        try (Pop3Client client = secured(address)) {
            return plain(client, user, password);
        }
    }

    private static String plain(Pop3Client client, String user, String password) throws IOException {
        return client.command(
                "AUTH PLAIN " + Base64.getEncoder().encodeToString(("\0" + user + "\0" + password).getBytes(UTF_8)));
    }

    /** A connection under TLS that a proxy says to come from an address. */
    private static Pop3Client secured(String address) throws IOException {
        boolean isIpv6 = address.contains(":");
        Pop3Client client = Pop3Client.connect(gateway.pop3(), Transcript.NONE);
        client.sendOctets(("PROXY " + (isIpv6 ? "TCP6 " : "TCP4 ") + address + (isIpv6 ? " ::1" : " 127.0.0.1")
                        + " 51234 110\r\n")
                .getBytes(US_ASCII));
        assertThat(client.readLine()).isEqualTo("+OK Hello there.");
        client.command("STLS");
        client.startTls(gateway.tls(), "localhost");
        return client;
    }
}
