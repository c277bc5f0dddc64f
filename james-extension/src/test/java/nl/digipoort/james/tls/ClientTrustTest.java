// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import nl.digipoort.james.configuration.Reload;
import nl.digipoort.james.testing.TestCertificate;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates of clients. The JDK checks their validity against the real time. */
class ClientTrustTest {
    private final Instant now = Clock.systemUTC().instant();
    private static final String STORE = "<truststore>ca.pem</truststore>";
    private static final String CRL = "<crls><crl>ca.crl</crl></crls>";

    @TempDir
    private Path directory;

    private final TestCertificate authority = TestCertificate.authority("authority", now);
    private final TestCertificate alice = authority.signed("alice", now, "alice@example.org");

    @BeforeEach
    void write() throws IOException {
        TestCertificate.rsa("server", now).write(directory.resolve("rsa.key"), directory.resolve("rsa.pem"));
        Files.writeString(directory.resolve("ca.pem"), authority.certificatePem());
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "jdk"})
    void takesCertificatesOfTheAuthorityOrNoneWhereTheyAreWanted(String provider) throws Exception {
        try (TlsServer server =
                new TlsServer(started("<clientAuth mode='want'>" + STORE + "</clientAuth>", provider))) {
            for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
                assertThat(seen(server, TlsClient.context(), protocol)).isEqualTo("-");
                assertThat(seen(server, TlsClient.context(alice), protocol)).isEqualTo("CN=alice");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "jdk"})
    void knowsTheClientOfAResumedSession(String provider) throws Exception {
        try (TlsServer server =
                new TlsServer(started("<clientAuth mode='want'>" + STORE + "</clientAuth>", provider))) {
            for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
                SSLContext client = TlsClient.context(alice);
                assertThat(seen(server, client, protocol)).isEqualTo("CN=alice");
                assertThat(seen(server, client, protocol)).isEqualTo("CN=alice");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "jdk"})
    void asksNoOtherServerForACertificate(String provider) throws Exception {
        try (TlsServer server = TlsServer.forServers(started("<clientAuth>" + STORE + "</clientAuth>", provider))) {
            for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
                assertThat(seen(server, TlsClient.context(), protocol)).isEqualTo("-");
                assertThat(seen(server, TlsClient.context(alice), protocol)).isEqualTo("-");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "jdk"})
    void turnsClientsAwayWithoutACertificateOrWithAnothersWhereOneIsNeeded(String provider) throws Exception {
        TestCertificate stranger = TestCertificate.authority("other", now).signed("alice", now, "alice@example.org");
        try (TlsServer server = new TlsServer(started("<clientAuth>" + STORE + "</clientAuth>", provider))) {
            assertThat(seen(server, TlsClient.context(alice), "TLSv1.3")).isEqualTo("CN=alice");
            assertThatThrownBy(() -> seen(server, TlsClient.context(), "TLSv1.3"))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> seen(server, TlsClient.context(stranger), "TLSv1.3"))
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "jdk"})
    void refusesARevokedCertificateOnceTheListIsRead(String provider) throws Exception {
        Files.writeString(directory.resolve("ca.crl"), authority.crlPem(now));
        ServerTls tls = started("<clientAuth mode='want'>" + STORE + CRL + "</clientAuth>", provider);
        try (TlsServer server = new TlsServer(tls)) {
            SSLContext client = TlsClient.context(alice);
            assertThat(seen(server, client, "TLSv1.3")).isEqualTo("CN=alice");

            Files.writeString(directory.resolve("ca.crl"), authority.crlPem(now, alice.certificate()));
            assertThat(tls.reload().kind()).isEqualTo(Reload.Kind.CHANGED);

            // a resumed session is refused as well
            assertThatThrownBy(() -> seen(server, client, "TLSv1.3")).isInstanceOf(IOException.class);
            assertThat(seen(server, TlsClient.context(authority.signed("bob", now)), "TLSv1.3"))
                    .isEqualTo("CN=bob");
        }
    }

    @ParameterizedTest
    @CsvSource({"soft,true", "hard,false"})
    void takesOrRefusesACertificateWhoseResponderDoesNotAnswer(String ocsp, boolean taken) throws Exception {
        TestCertificate unanswered = authority.signedWithOcsp("alice", now, "http://127.0.0.1:" + closedPort() + "/");
        ServerTls tls = started("<clientAuth mode='want'>" + STORE + "<ocsp>" + ocsp + "</ocsp></clientAuth>", "auto");
        try (TlsServer server = new TlsServer(tls)) {
            if (taken) {
                assertThat(seen(server, TlsClient.context(unanswered), "TLSv1.3"))
                        .isEqualTo("CN=alice");
            } else {
                assertThatThrownBy(() -> seen(server, TlsClient.context(unanswered), "TLSv1.3"))
                        .isInstanceOf(IOException.class);
            }
            // the certificate names no OCSP responder
            assertThatThrownBy(() -> seen(server, TlsClient.context(alice), "TLSv1.3"))
                    .isInstanceOf(IOException.class);
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void refusesAListThatIsNone() throws Exception {
        Files.writeString(directory.resolve("ca.crl"), "nothing");

        assertThatThrownBy(() -> started("<clientAuth>" + STORE + CRL + "</clientAuth>", "auto"))
                .isInstanceOf(TlsException.class)
                .hasMessage(
                        "pop3server.xml: digipoort.tls.clientAuth.crls.crl: ca.crl: is no list of revoked certificates in PEM or DER");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<clientAuth/>|digipoort.tls.clientAuth.truststore is missing",
                "<clientAuth mode='none'><truststore>x</truststore></clientAuth>|clientAuth.@mode is 'none'; allowed: want, need",
                "<clientAuth><truststore>x</truststore><ocsp>on</ocsp></clientAuth>|clientAuth.ocsp is 'on'; allowed: off, soft, hard",
                "<clientAuth><truststore>x</truststore><truststoreType>X</truststoreType></clientAuth>|truststoreType is 'X'",
                "<clientAuth><ca>x</ca></clientAuth>|digipoort.tls.clientAuth.ca is unknown",
            })
    void refusesSettingsThatContradictOrAreUnknown(String element, String complaint) {
        assertThatThrownBy(() -> TestSettings.of(TestSettings.RSA + element))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(complaint);
    }

    private ServerTls started(String clientAuth, String provider) throws ConfigurationException {
        ServerTls tls = new ServerTls(
                TestSettings.of(TestSettings.RSA + clientAuth + "<provider>" + provider + "</provider>"),
                new TestFiles(directory),
                new NoopGaugeRegistry(),
                Clock.systemUTC());
        tls.start();
        return tls;
    }

    private static String seen(TlsServer server, SSLContext context, String protocol) throws Exception {
        try (TlsClient client = TlsClient.connect(server.address(), context, protocol)) {
            return client.seenAs();
        }
    }
}
