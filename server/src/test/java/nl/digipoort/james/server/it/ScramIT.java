// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import nl.digipoort.james.server.Distribution;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.demo.TrustedCertificate;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SCRAM where an operator offers it, by clients that we did not write: mpop and gsasl with GNU SASL, Cyrus SASL, and that of PostgreSQL's JDBC driver. */
class ScramIT {
    private static final String READY = "+OK Maildrop locked and ready";

    private static final String LOGIN_BY_CYRUS =
            """
            use strict;
            use warnings;
            use Authen::SASL qw(Cyrus);
            use IO::Socket::SSL;
            use Net::POP3;

            my ($port, $ca, $user, $file) = @ARGV;
            open(my $secret, '<', $file) or die "$file: $!\\n";
            chomp(my $password = <$secret>);
            my $sasl = Authen::SASL->new(
                mechanism => 'SCRAM-SHA-256',
                callback => { user => $user, authname => $user, pass => $password });
            my $pop3 = Net::POP3->new('localhost', Port => $port, Timeout => 60, Debug => 1) or die $@;
            $pop3->starttls(SSL_ca_file => $ca) or die $SSL_ERROR;
            print $pop3->auth($sasl) ? "logged in\\n" : "refused\\n";
            $pop3->quit;
            """;

    @TempDir
    private static Path scratch;

    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = TestGateway.on(EmbeddedGateway.start(ChangedConfiguration.home(
                scratch.resolve("home"),
                "<mechanism>PLAIN</mechanism>",
                "<mechanism>SCRAM-SHA-256-PLUS</mechanism><mechanism>SCRAM-SHA-256</mechanism>"
                        + "<mechanism>PLAIN</mechanism>")));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void letsMpopInAndLogsHow() throws Exception {
        Account account = gateway.newAccount();
        gateway.append(account, "Subject: a\r\n\r\nx\r\n");
        RealClient mpop = SampleMpop.configured(
                scratch,
                gateway.pop3().getPort(),
                gateway.certificate(),
                account,
                Map.of("auth digest-md5", "auth scram-sha-256"));

        mpop.run("mpop", "--file=mpoprc", "digipoort");

        assertThat(SampleMpop.delivered(scratch)).containsExactly("Subject: a\r\n\r\nx\r\n");
        await().untilAsserted(() -> assertThat(log())
                .containsPattern("login outcome=OK .* mechanism=SCRAM-SHA-256 .* user=\"" + account.user()));
    }

    @Test
    void letsGsaslIn() throws Exception {
        Account account = gateway.newAccount();

        try (Pop3Client client = gateway.secured()) {
            assertThat(GsaslLogin.unbound(account).on(client::command)).isEqualTo(READY);
        }
        try (Pop3Client client = gateway.secured()) {
            assertThat(GsaslLogin.unbound(new Account(account.user(), "wrong")).on(client::command))
                    .isEqualTo("-ERR [AUTH] Authentication failed");
        }
    }

    /** The modules of Cyrus SASL. They get no channel binding from Perl, and name the identity to act as. */
    @Test
    void letsCyrusSaslIn() throws Exception {
        Account account = gateway.newAccount();

        String printed = byCyrus(account, account.password());
        String refused = byCyrus(account, "wrong");

        assertThat(printed).contains(">>> AUTH SCRAM-SHA-256 bixh", "logged in");
        assertThat(refused).contains(">>> AUTH SCRAM-SHA-256 bixh", "-ERR [AUTH]", "refused");
    }

    private static String byCyrus(Account account, String password) throws Exception {
        Path secret = Files.writeString(scratch.resolve("secret"), password + "\n");
        return RealClient.in(scratch)
                .where("perl", "-MNet::POP3", "-MAuthen::SASL::Cyrus", "-MIO::Socket::SSL", "-e", "1")
                .run(
                        "perl",
                        "-e",
                        LOGIN_BY_CYRUS,
                        Integer.toString(gateway.pop3().getPort()),
                        gateway.certificate(),
                        account.user(),
                        secret.toString());
    }

    @Test
    void bindsToTheCertificateOfTheConnection() throws Exception {
        Account account = gateway.newAccount();

        assertThat(login(account.user(), account.password(), "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS"))
                .isEqualTo(READY);
        assertThat(login(account.user(), "wrong", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS"))
                .isEqualTo("-ERR [AUTH] Authentication failed");
        assertThat(login("nobody", "wrong", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS"))
                .isEqualTo("-ERR [AUTH] Authentication failed");
        await().untilAsserted(() -> assertThat(log())
                .containsPattern("login outcome=OK .* mechanism=SCRAM-SHA-256-PLUS .* user=\"" + account.user()));
    }

    /** Our own client, which takes nothing from the server's code. */
    @Test
    void isTriedByTheLoginTest() throws Exception {
        Account account = gateway.newAccount();

        String tried = RealClient.in(scratch)
                .saying(account.password() + "\n")
                .with(Map.of("JAVA_HOME", System.getProperty("java.home")))
                .attempt(
                        Distribution.directory().resolve("bin/digipoort").toString(),
                        "login-test",
                        "--host",
                        "localhost",
                        "--port",
                        Integer.toString(gateway.pop3().getPort()),
                        "--user",
                        account.user(),
                        "--cacert",
                        gateway.certificate())
                .good();

        assertThat(tried).containsPattern("SCRAM-SHA-256 +yes +\\+OK").doesNotContain("failed", "not tried");
    }

    @Test
    void refusesWhoSawAnotherCertificateOrACutOffer() throws Exception {
        Account account = gateway.newAccount();

        assertThat(login(account.user(), account.password(), ScramIT::another, "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS"))
                .isEqualTo("-ERR Response does not fit the challenge");
        assertThat(login(account.user(), account.password(), "SCRAM-SHA-256"))
                .isEqualTo("-ERR Response does not fit the challenge");
        await().untilAsserted(() -> assertThat(log())
                .contains(
                        "Somebody may be between a client and this server: the channel binding is not that of this connection")
                .contains(
                        "Somebody may be between a client and this server: the client was not shown that channel binding is offered")
                .containsPattern("login outcome=BINDING .* user=\"" + account.user()));
    }

    @Test
    void takesTheNewPasswordAndNotTheOldOne() throws Exception {
        Account account = gateway.newAccount();

        gateway.setPassword(account, "Another.1");

        assertThat(login(account.user(), account.password(), "SCRAM-SHA-256-PLUS"))
                .startsWith("-ERR [AUTH]");
        assertThat(login(account.user(), "Another.1", "SCRAM-SHA-256-PLUS")).isEqualTo(READY);
        try (Pop3Client client = gateway.secured()) {
            assertThat(new DigestMd5Login(account.user(), "Another.1").on(client))
                    .isEqualTo(READY);
        }
    }

    @Test
    void listsPlusUnderTlsOnly() throws Exception {
        try (Pop3Client client = byTls12()) {
            assertThat(client.command("CAPA")).startsWith("+OK");
            assertThat(client.readLines()).contains("SASL DIGEST-MD5 SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN LOGIN");
        }
    }

    private static byte[] another(byte[] binding) {
        byte[] changed = binding.clone();
        changed[0] ^= 1;
        return changed;
    }

    private static String login(String user, String password, String... offered) throws Exception {
        return login(user, password, UnaryOperator.identity(), offered);
    }

    private static String login(String user, String password, UnaryOperator<byte[]> seen, String... offered)
            throws Exception {
        try (Pop3Client client = byTls12()) {
            return new ScramLogin(user, password, seen, List.of(offered)).on(client);
        }
    }

    /** Where -PLUS is offered also by a Java that cannot export keys. */
    private static Pop3Client byTls12() throws Exception {
        Pop3Client client = gateway.connect();
        client.command("STLS");
        client.startTls(TrustedCertificate.context(Path.of(gateway.certificate()), "TLSv1.2"), "localhost");
        return client;
    }

    private static String log() throws Exception {
        return Files.readString(scratch.resolve("home/var/log/digipoort.log"));
    }
}
