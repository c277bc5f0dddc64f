// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.it.TestGateway.Account;
import nl.digipoort.james.testing.OddMessages;
import nl.digipoort.james.testing.TestCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mail by clients that we did not write, over TLS; and that TLS as OpenSSL sees it: versions, suites and certificates are those of POP3. */
class SmtpClientsIT {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final String SENDING =
            """
            import os, smtplib, ssl, sys
            port, certificate, directory = sys.argv[1:4]
            with smtplib.SMTP('localhost', int(port), 'client.example.org') as client:
                client.starttls(context=ssl.create_default_context(cafile=certificate))
                for name in sorted(os.listdir(directory)):
                    with open(os.path.join(directory, name), 'rb') as message:
                        refused = client.sendmail('agency@example.com', sys.argv[4:], message.read())
                        assert not refused, refused
            """;
    private static final byte[] SMALL = "Subject: small\r\n\r\nx\r\n".getBytes(US_ASCII);

    @TempDir
    private static Path scratch;

    private static TestGateway gateway;
    private static Path tls;

    @BeforeAll
    static void start() throws Exception {
        Path home = ChangedConfiguration.home(scratch.resolve("home"), "<reloadInterval>10<", "<reloadInterval>1<");
        tls = Files.createDirectory(home.resolve("conf/tls"));
        writeCertificate("localhost");
        gateway = TestGateway.on(EmbeddedGateway.start(home));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static void writeCertificate(String commonName) {
        TestCertificate.rsa(commonName, Clock.systemUTC().instant())
                .write(tls.resolve("private.key"), tls.resolve("certificate.pem"));
    }

    static Stream<String> names() {
        return OddMessages.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void takesMailOfCurl(String name) throws Exception {
        Account anna = gateway.newAccount();
        Account bob = gateway.newAccount();
        Path message =
                Files.write(scratch.resolve("message.eml"), OddMessages.all().get(name));

        String trace = RealClient.in(scratch)
                .curl(
                        gateway,
                        "--mail-from",
                        "agency@example.com",
                        "--mail-rcpt",
                        anna.user(),
                        "--mail-rcpt",
                        bob.user(),
                        "--upload-file",
                        message.toString(),
                        "smtp://localhost:" + gateway.process().smtpPort() + "/client.example.org");

        assertThat(trace).contains("> STARTTLS", "< 250 2.6.0 ");
        Fetched.from(gateway, anna).areTraced(Files.readAllBytes(message));
        Fetched.from(gateway, bob).areTraced(Files.readAllBytes(message));
    }

    @Test
    void takesMailOfPythonsSmtplib() throws Exception {
        Account anna = gateway.newAccount();
        Account bob = gateway.newAccount();
        Path directory = Files.createDirectory(scratch.resolve("messages"));
        List<byte[]> messages = new ArrayList<>();
        // smtplib makes an empty line of an empty message.
        for (String name :
                names().filter(name -> !name.equals("empty")).sorted().toList()) {
            messages.add(OddMessages.all().get(name));
            Files.write(directory.resolve(name), messages.get(messages.size() - 1));
        }

        RealClient.in(scratch)
                .run(
                        "python3",
                        "-c",
                        SENDING,
                        Integer.toString(gateway.process().smtpPort()),
                        gateway.certificate(),
                        directory.toString(),
                        anna.user(),
                        bob.user());

        Fetched.from(gateway, anna).areTraced(messages.toArray(byte[][]::new));
        Fetched.from(gateway, bob).areTraced(messages.toArray(byte[][]::new));
    }

    @Test
    void startsTls12And13AndNothingOlder() throws Exception {
        assertThat(openssl("-tls1_3").good()).contains("New, TLSv1.3", "221 2.0.0 ");
        assertThat(openssl("-tls1_2").good()).contains("New, TLSv1.2", "221 2.0.0 ");
        assertThat(refused("-tls1_1", "-cipher", "ALL:@SECLEVEL=0")).contains("alert protocol version");
        assertThat(refused("-tls1_2", "-cipher", "AES128-GCM-SHA256")).contains("alert handshake failure");
    }

    /** In TLS 1.2; 1.3 has none. OpenSSL asks for it by the letter R. */
    @Test
    void doesNotRenegotiate() throws Exception {
        RealClient.Ended ended = dialogue("R\n", "-tls1_2");

        assertThat(ended.printed()).contains("RENEGOTIATING", "alert no renegotiation");
        assertThat(ended.exit()).isNotZero();
    }

    /** What stands behind STARTTLS in the clear may be another's, who sits between (RFC 3207 section 6). */
    @Test
    void endsAConnectionThatSendsSomethingBehindStartTls() throws Exception {
        try (SmtpClient client = new SmtpClient(gateway.process().smtpPort())) {
            client.sendOctets("STARTTLS\r\nMAIL FROM:<other@example.com>\r\n".getBytes(US_ASCII));

            assertThat(client.reply()).isEqualTo("501 5.5.4 Nothing may follow STARTTLS");
            assertThat(client.reply()).isNull();
        }
    }

    @Test
    void servesARenewedCertificateToNewConnections() throws Exception {
        Account account = gateway.newAccount();
        try (SmtpClient before = new SmtpClient(gateway.process().smtpPort())) {
            assertThat(openssl().good()).contains("subject=CN = localhost");

            writeCertificate("renewed");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(openssl().good()).contains("subject=CN = renewed"));

            assertThat(before.deliver(SMALL, account.user())).startsWith("250 ");
        } finally {
            writeCertificate("localhost");
            assertThat(gateway.webAdmin()
                            .send("POST", "/digipoort/tls/reload", "")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private static String refused(String... options) throws Exception {
        RealClient.Ended ended = openssl(options);
        assertThat(ended.exit()).as(ended.printed()).isNotZero();
        return ended.printed();
    }

    private static RealClient.Ended openssl(String... options) throws Exception {
        List<String> quitting = new ArrayList<>(List.of("-ign_eof"));
        quitting.addAll(List.of(options));
        return dialogue("QUIT\n", quitting.toArray(String[]::new));
    }

    private static RealClient.Ended dialogue(String words, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-starttls", "smtp", "-crlf"));
        command.addAll(List.of("-connect", "127.0.0.1:" + gateway.process().smtpPort()));
        command.addAll(List.of(options));
        return RealClient.in(scratch).saying(words).attempt(command.toArray(String[]::new));
    }
}
