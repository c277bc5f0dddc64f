// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clauses of RFC 1939 and RFC 2449 that no test of a feature comes across. */
@ExtendWith(SharedGateway.class)
class ConformanceIT {
    private static final int LONGEST_LINE = 510;

    private final TestGateway gateway;

    ConformanceIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    /** RFC 1939 section 5. */
    @Test
    void answersForAnEmptyMaildrop() throws Exception {
        try (Pop3Client client = gateway.loggedIn(gateway.newAccount())) {
            assertThat(client.command("STAT")).isEqualTo("+OK 0 0");
            for (String listing : List.of("LIST", "UIDL")) {
                assertThat(client.command(listing)).isEqualTo("+OK");
                assertThat(client.readLines()).isEmpty();
            }
            for (String command : List.of("LIST 1", "UIDL 1", "RETR 1", "DELE 1", "TOP 1 0")) {
                assertThat(client.command(command)).isEqualTo("-ERR No such message");
            }
            assertThat(client.command("QUIT")).startsWith("+OK");
        }
    }

    /** RFC 1939 section 7. */
    @Test
    void takesPassRightBehindUserOnly() throws Exception {
        Account account = gateway.newAccount();

        try (Pop3Client client = gateway.secured()) {
            assertThat(client.command("PASS " + account.password())).isEqualTo("-ERR USER first");
            client.command("USER " + account.user());
            client.command("CAPA");
            client.readLines();
            assertThat(client.command("PASS " + account.password())).isEqualTo("-ERR USER first");
            client.command("USER " + account.user());
            client.command("XYZZY");
            assertThat(client.command("PASS " + account.password())).isEqualTo("-ERR USER first");
            client.command("USER " + account.user());
            assertThat(client.command("X".repeat(300))).isEqualTo("-ERR Line too long");
            assertThat(client.command("PASS " + account.password())).isEqualTo("-ERR USER first");
            client.command("USER " + account.user());
            assertThat(client.command("PASS not it")).startsWith("-ERR [AUTH]");
            assertThat(client.command("PASS " + account.password())).isEqualTo("-ERR USER first");
            client.command("USER " + account.user());
            assertThat(client.command("PASS " + account.password())).startsWith("+OK");
        }
    }

    /** RFC 1939 sections 4 and 6, before TLS, under it, and after the login: nothing comes behind the answer but the end. */
    @Test
    void closesTheConnectionBehindTheAnswerToQuit() throws Exception {
        Account account = gateway.newAccount();

        try (Pop3Client clear = gateway.connect();
                Pop3Client secured = gateway.secured();
                Pop3Client loggedIn = gateway.loggedIn(account)) {
            for (Pop3Client client : List.of(clear, secured, loggedIn)) {
                assertThat(client.command("QUIT")).isEqualTo("+OK Bye");
                assertThat(client.read()).isEqualTo(-1);
            }
        }
    }

    /** RFC 5034 section 4: as if AUTH had not been given. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "AUTH XYZZY",
                "AUTH  PLAIN",
                "AUTH PLAIN !",
                "AUTH PLAIN AHgAeA==",
                "AUTH DIGEST-MD5 AAAA",
                "AUTH DIGEST-MD5|*",
                "AUTH PLAIN|not base64",
                "AUTH LOGIN|eA==|eA==",
                "AUTH DIGEST-MD5|TOO LONG"
            })
    void keepsTheUserWhenAuthFailsBehindIt(String exchange) throws Exception {
        Account account = gateway.newAccount();

        try (Pop3Client client = gateway.secured()) {
            client.command("USER " + account.user());
            String answer = "";
            for (String line : exchange.replace("TOO LONG", "A".repeat(9000)).split("\\|", -1)) {
                answer = client.command(line);
            }
            assertThat(answer).startsWith("-ERR");
            assertThat(client.command("PASS " + account.password())).startsWith("+OK");
        }
    }

    /** RFC 2449 sections 4 and 5, RFC 5034 section 3. */
    @Test
    void announcesAfterTheLoginWhatItAnnouncedBefore() throws Exception {
        Account account = gateway.newAccount();

        try (Pop3Client client = gateway.secured()) {
            List<String> before = capabilities(client);
            client.command("USER " + account.user());
            client.command("PASS " + account.password());
            List<String> after = capabilities(client);

            assertThat(before).contains("SASL DIGEST-MD5 PLAIN LOGIN", "USER");
            assertThat(after).containsAll(before);
            assertThat(after).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(LONGEST_LINE));
        }
    }

    private static List<String> capabilities(Pop3Client client) throws IOException {
        assertThat(client.command("CAPA")).startsWith("+OK").hasSizeLessThanOrEqualTo(LONGEST_LINE);
        return client.readLines();
    }
}
