// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import nl.digipoort.james.testing.TestCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interface rule 6, two-way TLS: SASL EXTERNAL for clients with a certificate, by curl and OpenSSL. */
class ExternalIT {
    @TempDir
    private static Path scratch;

    private static Instant now;
    private static TestCertificate authority;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        now = Clock.systemUTC().instant();
        authority = TestCertificate.authority("authority", now);
        Path home = ChangedConfiguration.home(
                scratch.resolve("home"),
                "<expiryAlarm>14</expiryAlarm>",
                "<clientAuth mode=\"want\"><truststore>file://conf/clients.pem</truststore></clientAuth>");
        Files.writeString(home.resolve("conf/clients.pem"), authority.certificatePem());
        gateway = TestGateway.on(EmbeddedGateway.start(home));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void letsCurlInByItsCertificateAlone() throws Exception {
        Account account = gateway.newAccount();
        gateway.append(account, "Subject: a\r\n\r\nx\r\n");
        Path listing = scratch.resolve("listing");
        write(authority.signed("client", now, account.user()), "curl");

        String trace = RealClient.in(scratch)
                .curl(
                        gateway,
                        "--cert",
                        "curl.pem",
                        "--key",
                        "curl.key",
                        "--login-options",
                        "AUTH=EXTERNAL",
                        "--user",
                        account.user() + ":",
                        "--output",
                        listing.toString(),
                        "pop3://localhost:" + gateway.pop3().getPort() + "/");

        assertThat(trace).contains("AUTH EXTERNAL", "+OK Maildrop locked and ready");
        assertThat(listing).hasContent("1 17\r\n");
        assertThat(log()).containsPattern("login outcome=OK .* mechanism=EXTERNAL .* user=\"" + account.user());
    }

    @Test
    void takesTheIdentityOfTheCertificateAndNoOther() throws Exception {
        Account account = gateway.newAccount();
        Account other = gateway.newAccount();
        write(authority.signed("client", now, account.user()), "alone");
        write(authority.signed("nobody", now, "nobody@example.net"), "nobody");
        String refused = "-ERR [AUTH] Authentication failed";

        assertThat(openssl("alone", "CAPA\nAUTH EXTERNAL =\nQUIT\n"))
                .contains("SASL DIGEST-MD5 PLAIN LOGIN EXTERNAL", "+OK Maildrop locked and ready");
        assertThat(openssl("alone", "AUTH EXTERNAL " + base64(other.user()) + "\nAUTH EXTERNAL\n\nQUIT\n"))
                .contains(refused, "+OK Maildrop locked and ready");
        assertThat(openssl("nobody", "AUTH EXTERNAL =\nQUIT\n"))
                .contains(refused)
                .doesNotContain("locked and ready");
    }

    @Test
    void refusesTheCertificateOfAnAuthorityOfOthersAndSaysSoInTheLog() throws Exception {
        Account account = gateway.newAccount();
        write(TestCertificate.authority("others", now).signed("stranger", now, account.user()), "stranger");

        assertThat(attempt("stranger", "").printed()).contains("alert").doesNotContain("locked and ready");
        await().untilAsserted(() -> assertThat(log())
                .containsPattern(
                        "TLS handshake failed .* way=STLS .*reason=the certificate of the client is not trusted"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void asksEveryClientForACertificate(String protocol) throws Exception {
        AskedForCertificate asked = new AskedForCertificate();

        try (Pop3Client client = gateway.connect()) {
            client.command("STLS");
            client.startTls(asked.context(protocol), "localhost");
            assertThat(client.command("QUIT")).startsWith("+OK");
        }

        assertThat(asked.requests()).isEqualTo(1);
    }

    @Test
    void offersExternalToNobodyWithoutACertificate() throws Exception {
        try (Pop3Client client = gateway.secured()) {
            client.command("CAPA");
            assertThat(client.readLines()).contains("SASL DIGEST-MD5 PLAIN LOGIN");
            assertThat(client.command("AUTH EXTERNAL =")).isEqualTo("-ERR Mechanism is not offered");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void letsAnAccountThatNeedsItsCertificateInByThatAlone(String protocol) throws Exception {
        Account account = gateway.newAccount();
        Account other = gateway.newAccount();
        write(authority.signed("client", now, account.user()), "own");
        write(authority.signed("other", now, other.user()), "other");
        String login = "USER " + account.user() + "\nPASS " + account.password() + "\nQUIT\n";
        HttpResponse<String> set = gateway.webAdmin()
                .send("PUT", "/digipoort/policy/" + account.user(), "{\"clientCertificate\":\"required\"}");
        assertThat(set.statusCode()).isEqualTo(204);

        assertThat(client(login, protocol).good())
                .contains("-ERR [AUTH] This account needs its client certificate, and none was sent");
        assertThat(client(login, protocol, "-cert", "other.pem", "-key", "other.key")
                        .good())
                .contains("-ERR [AUTH] This account needs its client certificate, and this one is not its own");
        assertThat(client(login, protocol, "-cert", "own.pem", "-key", "own.key")
                        .good())
                .contains("+OK Maildrop locked and ready");
        assertThat(client(login.replace(account.password(), "x"), protocol).good())
                .contains("-ERR [AUTH] Authentication failed");
        String others = "USER " + other.user() + "\nPASS " + other.password() + "\nQUIT\n";
        assertThat(client(others, protocol).good()).contains("+OK Maildrop locked and ready");
    }

    private static String openssl(String name, String words) throws Exception {
        return attempt(name, words).good();
    }

    private static RealClient.Ended attempt(String name, String words) throws Exception {
        return client(words, "-cert", name + ".pem", "-key", name + ".key");
    }

    private static RealClient.Ended client(String words, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-starttls", "pop3", "-crlf", "-quiet"));
        command.addAll(
                List.of("-ign_eof", "-connect", "127.0.0.1:" + gateway.pop3().getPort()));
        command.addAll(List.of(options));
        return RealClient.in(scratch).saying(words).attempt(command.toArray(String[]::new));
    }

    private static void write(TestCertificate certificate, String name) {
        certificate.write(scratch.resolve(name + ".key"), scratch.resolve(name + ".pem"));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static String log() throws IOException {
        return Files.readString(gateway.process().home().resolve("var/log/digipoort.log"));
    }
}
