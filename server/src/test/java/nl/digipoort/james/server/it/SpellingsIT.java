// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One account, one password and one mechanism list, however the client writes them (docs/clients/sasl.md). */
@ExtendWith(SharedGateway.class)
class SpellingsIT {
    private static final String READY = "+OK Maildrop locked and ready";
    private static final String REFUSED = "-ERR [AUTH] Authentication failed";

    private final TestGateway gateway;

    SpellingsIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void takesANameInUpperCaseForDigestMd5OnceItHasLoggedInWithIt() throws Exception {
        Account account = gateway.newAccount();
        String upper = account.user().toUpperCase(Locale.ROOT);

        assertThat(digestMd5(upper, account.password())).isEqualTo(REFUSED);
        assertThat(plain("", upper, account.password())).isEqualTo(READY);
        assertThat(digestMd5(upper, account.password())).isEqualTo(READY);
        assertThat(digestMd5(account.user(), account.password())).isEqualTo(READY);

        gateway.setPassword(account, "another one");
        assertThat(digestMd5(upper, "another one")).isEqualTo(READY);
    }

    @Test
    void takesAnIdentityInEverySpellingOfTheAccountAndNoOther() throws Exception {
        Account account = gateway.newAccount();
        Account other = gateway.newAccount();
        String upper = account.user().toUpperCase(Locale.ROOT);

        for (String identity : List.of("", account.user(), account.localPart(), upper)) {
            assertThat(plain(identity, account.user(), account.password())).isEqualTo(READY);
        }
        for (String identity : List.of(other.user(), "\u00AD", account.localPart() + "@elders.example")) {
            assertThat(plain(identity, account.user(), account.password())).isEqualTo(REFUSED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pa\u0308sswo\u0308rd", "p\u00E4ssw\u00F6rd", "\uFF50\u00E4ssw\u00F6rd"})
    void takesAPasswordHoweverItIsComposed(String sent) throws Exception {
        Account account = gateway.newAccount("p\u00E4ssw\u00F6rd");

        assertThat(plain("", account.user(), sent)).isEqualTo(READY);
        assertThat(userPass(account.user(), sent)).isEqualTo(READY);
        assertThat(plain("", account.user(), sent + "\u0301")).isEqualTo(REFUSED);
    }

    @Test
    void refusesWhatNothingIsLeftOf() throws Exception {
        Account account = gateway.newAccount();

        assertThat(plain("", account.user(), "\u00AD")).isEqualTo(REFUSED);
        assertThat(plain("", "\u00AD", account.password())).isEqualTo(REFUSED);
        assertThat(userPass(account.user(), "\u00AD")).isEqualTo(REFUSED);
        assertThat(digestMd5("\u00AD", account.password())).isEqualTo(REFUSED);
    }

    @Test
    void listsTheMechanismsWhenNoneIsNamed() throws Exception {
        try (Pop3Client client = gateway.secured()) {
            assertThat(client.command("AUTH")).startsWith("+OK");
            assertThat(client.readLines()).containsExactly("DIGEST-MD5", "PLAIN", "LOGIN");
        }
    }

    private String digestMd5(String user, String password) throws IOException {
        try (Pop3Client client = gateway.secured()) {
            return quitAfter(client, new DigestMd5Login(user, password).on(client));
        }
    }

    private String plain(String identity, String user, String password) throws IOException {
        byte[] response = (identity + "\0" + user + "\0" + password).getBytes(UTF_8);
        try (Pop3Client client = gateway.secured()) {
            return quitAfter(
                    client, client.command("AUTH PLAIN " + Base64.getEncoder().encodeToString(response)));
        }
    }

    private String userPass(String user, String password) throws IOException {
        try (Pop3Client client = gateway.secured()) {
            assertThat(client.command("USER " + user)).startsWith("+OK");
            return quitAfter(client, client.command("PASS " + password));
        }
    }

    private static String quitAfter(Pop3Client client, String answer) throws IOException {
        assertThat(client.command("QUIT")).startsWith("+OK");
        return answer;
    }
}
