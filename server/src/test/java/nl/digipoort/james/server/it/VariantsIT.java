// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.demo.ExampleMessage;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.demo.Transcript;
import nl.digipoort.james.server.demo.TrustedCertificate;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gateways that are configured otherwise than the overlay: strict mode with the TLS of the JDK, no SASL, a listener with TLS at once. */
class VariantsIT {
    @TempDir
    private Path scratch;

    @Test
    void answersStlsAndQuitOnlyInStrictMode() throws Exception {
        Path home = ChangedConfiguration.home(scratch.resolve("home"), "<mode>standard</mode>", "<mode>strict</mode>");
        Path pop3server = home.resolve("conf/pop3server.xml");
        Files.writeString(
                pop3server,
                Files.readString(pop3server)
                        .replaceAll("<jmxName>.*</jmxName>", "<jmxName>other</jmxName>")
                        .replace("<provider>auto<", "<provider>jdk<"));

        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home));
                Pop3Client client = gateway.connect()) {
            assertThat(client.command("CAPA")).isEqualTo("-ERR STLS first");
            assertThat(client.command("STLS")).isEqualTo("+OK Begin TLS negotiation");
            client.startTls(gateway.tls(), "localhost");
            assertThat(client.command("CAPA")).startsWith("+OK");
            assertThat(client.readLines()).contains("SASL DIGEST-MD5 PLAIN LOGIN");
            assertThat(gateway.webAdmin().get("/digipoort/tls")).startsWith("{\"provider\":\"jdk\"");
        }
    }

    @Test
    void acceptsNoFiniteFieldsWithTheTlsOfTheJdk() throws Exception {
        Path home = ChangedConfiguration.home(scratch.resolve("home"), "<provider>auto<", "<provider>jdk<");

        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home))) {
            assertThat(handshake(gateway, "P-521")).contains("New, TLSv1.3");
            assertThat(handshake(gateway, "ffdhe2048")).contains("alert").doesNotContain("New, TLSv1.3");
            assertThat(handshake(gateway, "ffdhe3072")).contains("alert").doesNotContain("New, TLSv1.3");
        }
    }

    /** Offers one group only. */
    private String handshake(TestGateway gateway, String group) throws Exception {
        String address = "127.0.0.1:" + gateway.pop3().getPort();
        return RealClient.in(scratch)
                .saying("")
                .attempt("openssl", "s_client", "-starttls", "pop3", "-tls1_3", "-groups", group, "-connect", address)
                .printed();
    }

    /** The grace would be longer than the client waits. */
    @Test
    void greetsAtOnceAndTakesStlsOnlyWhereTlsAtOnceIsOff() throws Exception {
        Path home = ChangedConfiguration.home(
                scratch.resolve("home"), "<immediateTls enabled=\"true\">", "<immediateTls enabled=\"false\">");
        ChangedConfiguration.change(home, "<grace>10<", "<grace>10000<");

        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home))) {
            gateway.secured().close();
            assertTimeout(Duration.ofSeconds(9), () -> gateway.secured().close());
            try (Pop3Client client = Pop3Client.connect(gateway.pop3(), Transcript.NONE)) {
                assertThatThrownBy(() -> client.startTls(gateway.tls(), "localhost"))
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void servesUserAndPassToCurlOverStlsAndOverTlsAtOnce() throws Exception {
        int implicitPort = freePort();
        Path home = ChangedConfiguration.home(
                scratch.resolve("home"),
                "<handlerchain/>",
                "<implicitTls><bind>127.0.0.1:" + implicitPort + "</bind></implicitTls><handlerchain/>");
        Path pop3server = home.resolve("conf/pop3server.xml");
        Files.writeString(
                pop3server,
                Files.readString(pop3server)
                        .replaceAll("(?s)(<authentication>.*?)<mechanisms>.*?</mechanisms>", "$1<mechanisms/>"));

        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home))) {
            Account account = gateway.newAccount();
            Path message = scratch.resolve("message.eml");
            ExampleMessage.of(1, account.user(), ExampleMessage.SMALL).write(message);
            gateway.append(account, message);

            curl(gateway, account, message, "pop3://localhost:" + gateway.pop3().getPort() + "/1");
            curl(gateway, account, message, "pop3s://localhost:" + implicitPort + "/1");
            try (Pop3Client client =
                    Pop3Client.connect(new InetSocketAddress("localhost", implicitPort), Transcript.NONE)) {
                client.startTls(gateway.tls(), "localhost");
                assertThat(client.readLine()).isEqualTo("+OK Hello there.");
                assertThat(client.command("STLS")).startsWith("-ERR");
            }
        }
    }

    /** curl looks for "algorithm=" from the challenge's beginning, finds this realm's, and gives DIGEST-MD5 up. */
    @Test
    void letsCurlCancelAnExchangeThatItCannotFollowAndTakeTheNextMechanism() throws Exception {
        Path home = ChangedConfiguration.home(
                scratch.resolve("home"), "<realm>digipoort.local</realm>", "<realm>algorithm=none</realm>");

        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home))) {
            Account account = gateway.newAccount();
            gateway.append(account, "Subject: a\r\n\r\nx\r\n");
            Path listing = scratch.resolve("listing");

            String trace = RealClient.curl(
                    gateway, account, "pop3://localhost:" + gateway.pop3().getPort() + "/", listing);

            assertThat(trace.lines()
                            .filter(line -> line.matches("> (AUTH|\\*).*|< -ERR.*"))
                            .map(line ->
                                    line.replaceAll(" [A-Za-z0-9+/=]{20,}", "").strip()))
                    .containsExactly("> AUTH DIGEST-MD5", "> *", "< -ERR Authentication cancelled", "> AUTH PLAIN");
            assertThat(listing).hasContent("1 17\r\n");
        }
    }

    @Test
    void takesACertificateOfOnesOwnFromAKeystore() throws Exception {
        Path home = ChangedConfiguration.home(
                scratch.resolve("home"),
                "<certificates>file://conf/tls/certificate.pem</certificates>",
                "<keystore>file://conf/keystore.p12</keystore><keystoreType>PKCS12</keystoreType><secret>changed</secret>");
        Path pop3server = home.resolve("conf/pop3server.xml");
        Files.writeString(pop3server, Files.readString(pop3server).replaceAll("<privateKey>.*</privateKey>", ""));
        String keystore = home.resolve("conf/keystore.p12").toString();
        Path certificate = scratch.resolve("own.pem");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        RealClient.in(scratch)
                .run(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "own",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keystore,
                        "-storepass",
                        "changed");
        RealClient.in(scratch)
                .run(
                        keytool,
                        "-exportcert",
                        "-rfc",
                        "-alias",
                        "own",
                        "-keystore",
                        keystore,
                        "-storepass",
                        "changed",
                        "-file",
                        certificate.toString());

        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home));
                Pop3Client client = gateway.connect()) {
            assertThat(client.command("STLS")).startsWith("+OK");
            client.startTls(TrustedCertificate.context(certificate), "localhost");
            assertThat(client.command("CAPA")).startsWith("+OK");
        }
    }

    private void curl(TestGateway gateway, Account account, Path message, String url) throws Exception {
        Path fetched = scratch.resolve("fetched.eml");
        String trace = RealClient.curl(gateway, account, url, fetched);
        assertThat(trace).contains("> USER " + account.user()).doesNotContain("SASL");
        assertThat(Files.mismatch(fetched, message)).isEqualTo(-1);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
