// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.demo.TrustedCertificate;
import nl.digipoort.james.server.it.TestGateway.Account;
import nl.digipoort.james.testing.TestCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The certificates and versions of TLS as OpenSSL sees them, with the native TLS that the embedded server ships. */
class TlsIT {
    private static final String PAIR = "<privateKey>file://conf/tls/private.key</privateKey>\n            "
            + "<certificates>file://conf/tls/certificate.pem</certificates>";
    private static final String NEW = "New, ";
    private static final String REUSED = "Reused, ";

    @TempDir
    private static Path scratch;

    private static TestGateway gateway;
    private static Path tls;

    @BeforeAll
    static void start() throws Exception {
        Path home = ChangedConfiguration.home(
                scratch.resolve("home"),
                PAIR,
                "<certificate>" + PAIR + "</certificate><certificate>"
                        + PAIR.replace("private.", "ec.").replace("certificate.pem", "ec.pem")
                        + "</certificate>");
        Path pop3server = home.resolve("conf/pop3server.xml");
        Files.writeString(
                pop3server, Files.readString(pop3server).replace("<reloadInterval>10<", "<reloadInterval>1<"));
        tls = Files.createDirectory(home.resolve("conf/tls"));
        write(TestCertificate.rsa("localhost", Clock.systemUTC().instant()), "private.key", "certificate.pem");
        write(TestCertificate.ec("localhost", Clock.systemUTC().instant()), "ec.key", "ec.pem");
        gateway = TestGateway.on(EmbeddedGateway.start(home));
    }

    private static void write(TestCertificate certificate, String key, String pem) {
        certificate.write(tls.resolve(key), tls.resolve(pem));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void isNativeAndSaysSo() throws Exception {
        assertThat(gateway.webAdmin().get("/digipoort/tls"))
                .startsWith("{\"provider\":\"native\"")
                .contains("\"keyAlgorithm\":\"EC 256\"", "\"keyAlgorithm\":\"RSA 2048\"");
        assertThat(log()).contains("TLS is done by native TLS (BoringSSL): netty-tcnative is on the class path");
        assertThat(gateway.webAdmin().get("/healthcheck/checks/Digipoort%20TLS"))
                .contains("\"status\":\"healthy\"");
    }

    @Test
    void servesToEachClientTheCertificateThatItCanVerify() throws Exception {
        assertThat(openssl()).contains("Peer signature type: ECDSA", "New, TLSv1.3");
        assertThat(openssl("-sigalgs", "RSA-PSS+SHA256")).contains("Peer signature type: RSA-PSS", "New, TLSv1.3");
        assertThat(openssl("-tls1_2")).contains("Peer signature type: ECDSA", "New, TLSv1.2");
        assertThat(openssl("-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256"))
                .contains("Peer signature type: RSA", "Cipher is ECDHE-RSA-AES128-GCM-SHA256");
    }

    @Test
    void refusesTls11AndSuitesWithoutForwardSecrecy() throws Exception {
        assertThat(failure("-tls1_1", "-cipher", "ALL:@SECLEVEL=0")).contains("alert protocol version");
        assertThat(failure("-tls1_2", "-cipher", "AES128-GCM-SHA256")).contains("alert handshake failure");
    }

    @Test
    void resumesASession() throws Exception {
        for (String version : List.of("-tls1_2", "-tls1_3")) {
            String session = scratch.resolve("session" + version).toString();
            assertThat(openssl(version, "-sess_out", session)).contains(NEW);
            assertThat(openssl(version, "-sess_in", session)).contains(REUSED).doesNotContain(NEW);
        }
    }

    @Test
    void servesARenewedCertificateWhileASessionGoesOn() throws Exception {
        Account account = gateway.newAccount();
        TestCertificate renewed =
                TestCertificate.ec("renewed", Clock.systemUTC().instant());
        try (Pop3Client session = gateway.connect()) {
            session.command("STLS");
            session.startTls(TrustedCertificate.context(tls.resolve("ec.pem")), "localhost");
            session.command("USER " + account.user());
            assertThat(session.command("PASS " + account.password())).startsWith("+OK");
            Files.writeString(tls.resolve("ec.key"), renewed.keyPem());
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(log())
                    .contains("ec.pem: the private key is not that of the certificate"));
            HttpResponse<String> refused = gateway.webAdmin().send("POST", "/digipoort/tls/reload", "");
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(openssl()).contains("subject=CN = localhost");

            write(renewed, "ec.key", "ec.pem");
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(openssl()).contains("subject=CN = renewed"));

            assertThat(session.command("NOOP")).startsWith("+OK");
            assertThat(session.command("QUIT")).startsWith("+OK");
        } finally {
            write(TestCertificate.ec("localhost", Clock.systemUTC().instant()), "ec.key", "ec.pem");
            assertThat(gateway.webAdmin()
                            .send("POST", "/digipoort/tls/reload", "")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private static String openssl(String... options) throws Exception {
        return attempt(options).good();
    }

    private static String failure(String... options) throws Exception {
        RealClient.Ended ended = attempt(options);
        assertThat(ended.exit()).as(ended.printed()).isNotZero();
        return ended.printed();
    }

    private static RealClient.Ended attempt(String... options) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("openssl", "s_client", "-starttls", "pop3", "-crlf", "-ign_eof"));
        command.addAll(List.of("-connect", "127.0.0.1:" + gateway.pop3().getPort()));
        command.addAll(List.of(options));
        return RealClient.in(scratch).saying("QUIT\n").attempt(command.toArray(String[]::new));
    }

    private static String log() throws IOException {
        return Files.readString(gateway.process().home().resolve("var/log/digipoort.log"));
    }
}
