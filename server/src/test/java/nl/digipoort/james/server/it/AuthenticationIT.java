// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.apache.james.cli.probe.impl.JmxConnection;
import org.apache.james.cli.probe.impl.JmxDataProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interface rules 7, 8 and 14; RFC 5034, RFC 2831 with the JDK's client, RFC 4616, RFC 3206. */
@ExtendWith(SharedGateway.class)
class AuthenticationIT {
    private static final String READY = "+OK Maildrop locked and ready";
    private static final String REFUSED = "-ERR [AUTH] Authentication failed";

    private final TestGateway gateway;

    AuthenticationIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void letsInByEveryWayWithTheFullAddressAndTheLocalPart() throws Exception {
        Account account = gateway.newAccount();

        for (String name : List.of(account.user(), account.localPart())) {
            assertThat(digestMd5(name, account.password())).isEqualTo(READY);
            assertThat(plain(name, account.password())).isEqualTo(READY);
            assertThat(login(name, account.password())).isEqualTo(READY);
            assertThat(userPass(name, account.password())).isEqualTo(READY);
        }
    }

    @Test
    void refusesWrongPasswordAndUnknownUserInTheSameWords() throws Exception {
        Account account = gateway.newAccount();

        for (String name : List.of(account.user(), "niemand@" + TestGateway.DOMAIN, "niemand@elders.example", "x")) {
            assertThat(digestMd5(name, "wrong")).isEqualTo(REFUSED);
            assertThat(plain(name, "wrong")).isEqualTo(REFUSED);
            assertThat(login(name, "wrong")).isEqualTo(REFUSED);
            assertThat(userPass(name, "wrong")).isEqualTo(REFUSED);
        }
    }

    @Test
    void keepsToThePolicyOfTheAccountAfterTheProofOnly() throws Exception {
        Account account = gateway.newAccount();
        String path = "/digipoort/policy/" + account.user();
        String never = "{\"refusedFrom\":{\"DIGEST-MD5\":\"2026-01-01\"},\"mechanisms\":[\"DIGEST-MD5\",\"PLAIN\"]}";
        try (Pop3Client open = gateway.loggedIn(account)) {
            assertThat(gateway.webAdmin().send("PUT", path, never).statusCode()).isEqualTo(204);
            assertThat(open.command("NOOP")).isEqualTo("+OK");
        }

        assertThat(login(account.user(), "wrong")).isEqualTo(REFUSED);
        assertThat(login(account.user(), account.password()))
                .isEqualTo("-ERR [AUTH] LOGIN is not allowed for this account; use PLAIN");
        assertThat(userPass(account.user(), account.password()))
                .isEqualTo("-ERR [AUTH] USER is not allowed for this account; use PLAIN");
        assertThat(plain(account.user(), account.password())).isEqualTo(READY);

        LocalDate end = LocalDate.now(ZoneOffset.UTC).plusDays(9);
        String ending = "{\"refusedFrom\":{\"DIGEST-MD5\":\"" + end + "\"}}";
        assertThat(gateway.webAdmin().send("PUT", path, ending).statusCode()).isEqualTo(204);
        assertThat(login(account.user(), account.password())).isEqualTo(READY);
        assertThat(digestMd5(account.user(), account.password())).isEqualTo(READY);
        try (Pop3Client client = gateway.loggedIn(account)) {
            client.command("CAPA");
            assertThat(client.readLines()).contains("X-MECHANISM-ENDS DIGEST-MD5 " + end);
        }
        gateway.webAdmin().send("DELETE", path, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pässwörd", "密码 你好", " spaces  inside and out ", "quote\" back\\slash,=:"})
    void takesPasswordsBeyondAscii(String password) throws Exception {
        Account account = gateway.newAccount(password);

        assertThat(userPass(account.user(), password)).isEqualTo(READY);
        assertThat(plain(account.user(), password)).isEqualTo(READY);
        assertThat(login(account.user(), password)).isEqualTo(READY);
        assertThat(digestMd5(account.user(), password)).isEqualTo(READY);
    }

    @Test
    void takesOneUserSpelledTwoWaysForOneMaildrop() throws Exception {
        Account account = gateway.newAccount();

        try (Pop3Client holder = gateway.loggedIn(account)) {
            assertThat(plain(account.user().toUpperCase(Locale.ROOT), account.password()))
                    .startsWith("-ERR [IN-USE]");
            assertThat(plain(account.localPart(), account.password())).startsWith("-ERR [IN-USE]");
            assertThat(holder.command("NOOP")).isEqualTo("+OK");
        }
    }

    @Test
    void goesOnAfterACancelledOrBrokenExchange() throws Exception {
        Account account = gateway.newAccount();

        try (Pop3Client client = gateway.secured()) {
            assertThat(client.command("AUTH DIGEST-MD5")).startsWith("+ ");
            assertThat(client.command("*")).startsWith("-ERR");
            assertThat(client.command("AUTH DIGEST-MD5 AAAA")).startsWith("-ERR");
            assertThat(client.command("AUTH PLAIN")).isEqualTo("+ ");
            assertThat(client.command("not base64")).startsWith("-ERR");
            assertThat(client.command("AUTH DIGEST-MD5")).startsWith("+ ");
            assertThat(client.command("A".repeat(9000))).isEqualTo("-ERR Line too long");
            assertThat(client.command("AUTH DIGEST-MD5")).startsWith("+ ");
            assertThat(client.command("A".repeat(5464))).isEqualTo("-ERR Response is malformed");
            assertThat(client.command("AUTH XYZZY")).startsWith("-ERR");
            assertThat(client.command("PASS " + account.password())).startsWith("-ERR");
            assertThat(new DigestMd5Login(account.user(), account.password()).on(client))
                    .isEqualTo(READY);
        }
    }

    @Test
    void isNotLoggedInWhenTheLastStepOfDigestMd5IsCancelled() throws Exception {
        Account account = gateway.newAccount();

        try (Pop3Client client = gateway.secured()) {
            String rspauth = new DigestMd5Login(account.user(), account.password()).untilLastChallenge(client);
            assertThat(rspauth).startsWith("+ ");
            assertThat(client.command("*")).startsWith("-ERR");
            assertThat(client.command("STAT")).startsWith("-ERR");
            assertThat(userPass(account.user(), account.password())).isEqualTo(READY);
        }
    }

    @Test
    void staysInItsSessionWhenItLogsInAgain() throws Exception {
        Account account = gateway.newAccount();
        Account other = gateway.newAccount();
        gateway.append(account, "Subject: mine\r\n\r\nx\r\n");

        try (Pop3Client client = gateway.loggedIn(account)) {
            for (String line : List.of(
                    "AUTH DIGEST-MD5",
                    "AUTH PLAIN " + plainResponse(other),
                    "USER " + other.user(),
                    "PASS " + other.password(),
                    "STLS")) {
                assertThat(client.command(line)).startsWith("-ERR");
            }
            assertThat(client.command("STAT")).startsWith("+OK 1 ");
            assertThat(userPass(other.user(), other.password())).isEqualTo(READY);
        }
    }

    @Test
    void followsAPasswordThatTheCliSets() throws Exception {
        Account account = gateway.newAccount("the old one");

        gateway.setPassword(account, "the new one");

        assertThat(digestMd5(account.user(), "the old one")).isEqualTo(REFUSED);
        assertThat(digestMd5(account.user(), "the new one")).isEqualTo(READY);
    }

    @Test
    void learnsTheRecordAtALoginWhenThereIsNone() throws Exception {
        Account account = gateway.newAccount();
        gateway.webAdmin().send("DELETE", "/digipoort/credentials/" + account.user(), "");

        assertThat(digestMd5(account.user(), account.password())).isEqualTo(REFUSED);
        assertThat(plain(account.user(), account.password())).isEqualTo(READY);
        assertThat(digestMd5(account.user(), account.password())).isEqualTo(READY);
    }

    @Test
    void letsNobodyInWhoWasRemoved() throws Exception {
        Account account = gateway.newAccount();

        try (JmxConnection jmx = gateway.jmx()) {
            new JmxDataProbe().connect(jmx).removeUser(account.user());
        }

        assertThat(digestMd5(account.user(), account.password())).isEqualTo(REFUSED);
        assertThat(plain(account.user(), account.password())).isEqualTo(REFUSED);
    }

    @Test
    void leavesNoPasswordInTheLog() throws Exception {
        Account account = gateway.newAccount("Zeer-Geheim-4711");

        for (String password : List.of(account.password(), "Fout-Geheim-4712")) {
            userPass(account.user(), password);
            plain(account.user(), password);
            login(account.user(), password);
            digestMd5(account.user(), password);
        }

        String log = Files.readString(gateway.process().home().resolve("var/log/digipoort.log"));
        assertThat(log).contains(account.user());
        for (String secret : List.of("Geheim-471", base64("Zeer-Geheim-4711"), base64("Fout-Geheim-4712"))) {
            assertThat(log).doesNotContain(secret);
        }
        assertThat(log)
                .doesNotContain(Files.readString(gateway.process().home().resolve("conf/digipoort-credential.key"))
                        .strip());
    }

    private String digestMd5(String user, String password) throws IOException {
        try (Pop3Client client = gateway.secured()) {
            return quitAfter(client, new DigestMd5Login(user, password).on(client));
        }
    }

    private String plain(String user, String password) throws IOException {
        try (Pop3Client client = gateway.secured()) {
            return quitAfter(client, client.command("AUTH plain " + base64("\0" + user + "\0" + password)));
        }
    }

    private String login(String user, String password) throws IOException {
        try (Pop3Client client = gateway.secured()) {
            assertThat(client.command("AUTH LOGIN")).isEqualTo("+ " + base64("Username:"));
            assertThat(client.command(base64(user))).isEqualTo("+ " + base64("Password:"));
            return quitAfter(client, client.command(base64(password)));
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

    private static String plainResponse(Account account) {
        return base64("\0" + account.user() + "\0" + account.password());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
