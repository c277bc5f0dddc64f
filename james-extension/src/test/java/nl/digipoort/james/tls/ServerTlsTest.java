// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import nl.digipoort.james.configuration.Reload;
import nl.digipoort.james.testing.TestCertificate;
import nl.digipoort.james.testing.TestClock;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class ServerTlsTest {
    private static final String RSA_SUITE = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
    private static final String ECDSA_SUITE = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private TestCertificate rsa;
    private TestCertificate ec;

    @BeforeEach
    void write() {
        rsa = TestCertificate.rsa("rsa", clock.instant());
        ec = TestCertificate.ec("ec", clock.instant());
        rsa.write(file("rsa.key"), file("rsa.pem"));
        ec.write(file("ec.key"), file("ec.pem"));
        log.start();
        logger().setLevel(Level.WARN);
        logger().addAppender(log);
    }

    @AfterEach
    void stopLog() {
        logger().detachAppender(log);
        logger().setLevel(null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "jdk"})
    void servesTheCertificateThatTheClientCanVerify(String provider) throws Exception {
        ServerTls tls = started(TestSettings.BOTH, provider);
        try (TlsServer server = new TlsServer(tls)) {
            assertThat(served(server, "TLSv1.3")).isEqualTo(ec.certificate());
            assertThat(served(server, "TLSv1.2")).isEqualTo(ec.certificate());
            assertThat(served(server, "TLSv1.2", RSA_SUITE)).isEqualTo(rsa.certificate());
            assertThat(served(server, "TLSv1.2", RSA_SUITE, ECDSA_SUITE)).isEqualTo(ec.certificate());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "jdk"})
    void servesBothPairsOfTwoFilesAndRenewsThemTogether(String provider) throws Exception {
        writeTogether(rsa.keyPem() + ec.keyPem(), ec.certificatePem() + rsa.certificatePem());
        ServerTls tls = started(TestSettings.RSA, provider);
        try (TlsServer server = new TlsServer(tls)) {
            assertThat(served(server, "TLSv1.3")).isEqualTo(ec.certificate());
            assertThat(served(server, "TLSv1.2", RSA_SUITE)).isEqualTo(rsa.certificate());

            TestCertificate next = TestCertificate.ec("next", clock.instant());
            writeTogether(rsa.keyPem() + next.keyPem(), rsa.certificatePem() + next.certificatePem());
            assertThat(tls.reload().kind()).isEqualTo(Reload.Kind.CHANGED);

            assertThat(served(server, "TLSv1.3")).isEqualTo(next.certificate());
            assertThat(served(server, "TLSv1.2", RSA_SUITE)).isEqualTo(rsa.certificate());

            rsa.write(file("rsa.key"), file("rsa.pem"));
            assertThat(tls.reload().kind()).isEqualTo(Reload.Kind.CHANGED);

            assertThat(served(server, "TLSv1.3")).isEqualTo(rsa.certificate());
        }
    }

    @Test
    void keepsTheCertificatesAboveEachOfTwoInOneFileApart() throws Exception {
        TestCertificate authority = TestCertificate.authority("authority", clock.instant());
        TestCertificate signed = authority.signed("signed", clock.instant());
        writeTogether(
                signed.keyPem() + rsa.keyPem(),
                signed.certificatePem() + authority.certificatePem() + rsa.certificatePem());

        assertThat(material().certificates())
                .extracting(certificate -> List.of(certificate.chain()))
                .containsExactly(List.of(signed.certificate(), authority.certificate()), List.of(rsa.certificate()));
    }

    @Test
    void saysWhichOfSeveralKeysAndCertificatesHasNoCounterpart() throws Exception {
        TestCertificate other = TestCertificate.ec("other", clock.instant());

        writeTogether(rsa.keyPem() + other.keyPem(), rsa.certificatePem() + ec.certificatePem());
        assertThatThrownBy(this::material)
                .hasMessage("pop3server.xml: digipoort.tls: rsa.key and rsa.pem: private key 2 (EC) is that of none of"
                        + " the certificates");

        writeTogether(rsa.keyPem(), rsa.certificatePem() + ec.certificatePem());
        assertThatThrownBy(this::material)
                .hasMessageContaining("rsa.key and rsa.pem: the certificate CN=ec (SHA-256 ")
                .hasMessageContaining(" is that of no authority, and none of the private keys is its own");

        writeTogether(rsa.keyPem() + ec.keyPem(), other.certificatePem() + rsa.certificatePem() + ec.certificatePem());
        assertThatThrownBy(this::material)
                .hasMessageContaining("none of the private keys is that of the first certificate, CN=other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "jdk"})
    void servesTheOnlyCertificateInTheServersOrderOfSuites(String provider) throws Exception {
        ServerTls tls = started(TestSettings.RSA, provider);
        try (TlsServer server = new TlsServer(tls);
                TlsClient client = TlsClient.connect(
                        server.address(),
                        TlsClient.context(),
                        "TLSv1.2",
                        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                        RSA_SUITE)) {
            assertThat(client.certificate()).isEqualTo(rsa.certificate());
            assertThat(client.suite()).isEqualTo(RSA_SUITE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "jdk"})
    void refusesOldProtocolsAndSuitesThatAreNotNamed(String provider) throws Exception {
        ServerTls tls = started(TestSettings.RSA, provider);
        try (TlsServer server = new TlsServer(tls)) {
            assertThatThrownBy(() -> served(server, "TLSv1.2", "TLS_RSA_WITH_AES_128_GCM_SHA256"))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> served(server, "TLSv1.1")).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "jdk"})
    void resumesSessionsUntilTheCertificateChanges(String provider) throws Exception {
        ServerTls tls = started(TestSettings.RSA, provider);
        try (TlsServer server = new TlsServer(tls)) {
            for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
                SSLContext client = TlsClient.context();
                long first = session(server, client, protocol);
                assertThat(session(server, client, protocol)).as(protocol).isEqualTo(first);

                TestCertificate.rsa("new", clock.instant()).write(file("rsa.key"), file("rsa.pem"));
                assertThat(tls.reload().kind()).isEqualTo(Reload.Kind.CHANGED);

                assertThat(session(server, client, protocol)).as(protocol).isGreaterThan(first);
            }
        }
    }

    /** The key must not stay for as long as the clock was ahead. */
    @Test
    void makesNewKeysOfTicketsWhenTheClockWasSetBack() throws Exception {
        clock.move(Duration.ofDays(40));
        ServerTls tls = started(TestSettings.RSA, "native");
        try (TlsServer server = new TlsServer(tls)) {
            SSLContext client = TlsClient.context();
            long first = session(server, client, "TLSv1.2");
            clock.step(Duration.ofDays(-40));
            tls.renewTickets();
            clock.step(Duration.ofHours(-1));
            tls.renewTickets();

            assertThat(session(server, client, "TLSv1.2")).isGreaterThan(first);
        }
    }

    @Test
    void resumesByTheLastKeyOfTicketsAndNotByTheOneBefore() throws Exception {
        ServerTls tls = started(TestSettings.RSA, "native");
        try (TlsServer server = new TlsServer(tls)) {
            SSLContext client = TlsClient.context();
            long first = session(server, client, "TLSv1.2");
            clock.move(Duration.ofHours(1));
            tls.renewTickets();
            assertThat(session(server, client, "TLSv1.2")).isEqualTo(first);

            SSLContext other = TlsClient.context();
            long second = session(server, other, "TLSv1.2");
            clock.move(Duration.ofHours(1));
            tls.renewTickets();
            clock.move(Duration.ofHours(1));
            tls.renewTickets();
            assertThat(session(server, other, "TLSv1.2")).isGreaterThan(second);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "jdk"})
    void picksARenewedCertificateUpAndKeepsTheConnectionsThatAreThere(String provider) throws Exception {
        ServerTls tls = started(TestSettings.RSA, provider);
        try (TlsServer server = new TlsServer(tls);
                TlsClient old = TlsClient.connect(server.address(), TlsClient.context(), "TLSv1.3")) {
            TestCertificate renewed = TestCertificate.rsa("renewed", clock.instant());
            renewed.write(file("rsa.key"), file("rsa.pem"));
            clock.move(Duration.ofMinutes(1));

            Reload reload = tls.reload();

            assertThat(reload.kind()).isEqualTo(Reload.Kind.CHANGED);
            assertThat(reload.message()).contains("CN=renewed", "RSA 2048");
            assertThat(served(server, "TLSv1.3")).isEqualTo(renewed.certificate());
            assertThat(old.echoes()).isTrue();
            assertThat(tls.status().orElseThrow().loadedAt()).isEqualTo(clock.instant());
            assertThat(tls.reload().kind()).isEqualTo(Reload.Kind.UNCHANGED);
        }
    }

    @Test
    void refusesAKeyThatIsNotTheCertificatesAndGoesOnWithTheOldOnes() throws Exception {
        ServerTls tls = started(TestSettings.RSA, "auto");
        TestCertificate other = TestCertificate.rsa("other", clock.instant());
        Files.writeString(file("rsa.pem"), other.certificatePem());

        Reload reload = tls.reload();

        assertThat(reload.kind()).isEqualTo(Reload.Kind.REFUSED);
        assertThat(reload.message())
                .contains("pop3server.xml: digipoort.tls: rsa.key and rsa.pem: the private key is not that of the"
                        + " certificate CN=other");
        assertThat(subject(tls)).isEqualTo("CN=rsa");
        assertThat(tls.status().orElseThrow().problem())
                .hasValueSatisfying(why -> assertThat(why).contains("the private key is not that"));

        Files.writeString(file("rsa.key"), other.keyPem());
        assertThat(tls.reload().kind()).isEqualTo(Reload.Kind.CHANGED);
        assertThat(tls.status().orElseThrow().problem()).isEmpty();
    }

    @Test
    void refusesWhatHasExpiredOrIsNotValidYetUntilItIs() throws Exception {
        ServerTls tls = started(TestSettings.RSA, "auto");
        TestCertificate.rsa("late", clock.instant().minus(Duration.ofDays(91))).write(file("rsa.key"), file("rsa.pem"));
        assertThat(tls.reload().message()).contains("the certificate CN=late has expired at 1969-");

        TestCertificate.rsa("early", clock.instant().plus(Duration.ofHours(1))).write(file("rsa.key"), file("rsa.pem"));
        assertThat(tls.reload().message()).contains("the certificate CN=early is not valid before 1970-");
        assertThat(subject(tls)).isEqualTo("CN=rsa");

        clock.move(Duration.ofHours(2));
        assertThat(tls.reload().kind()).isEqualTo(Reload.Kind.CHANGED);
    }

    @Test
    void logsARefusalOnceForEachStateOfTheFiles() throws Exception {
        ServerTls tls = started(TestSettings.RSA, "auto");
        for (String content : List.of("no PEM", "another")) {
            Files.writeString(file("rsa.pem"), content);
            tls.reload();
            tls.reload();
        }
        Files.delete(file("rsa.pem"));
        tls.reload();
        tls.reload();

        assertThat(warnings())
                .containsExactly(
                        "The changed certificates are refused, those read before stay in force: pop3server.xml: "
                                + "digipoort.tls.certificates: rsa.pem: has no certificate in PEM",
                        "The changed certificates are refused, those read before stay in force: pop3server.xml: "
                                + "digipoort.tls.certificates: rsa.pem: has no certificate in PEM",
                        "The changed certificates are refused, those read before stay in force: pop3server.xml: "
                                + "digipoort.tls.certificates: rsa.pem: cannot be read (NoSuchFileException)");
    }

    @Test
    void seesASymbolicLinkThatPointsElsewhereNow() throws Exception {
        for (String name : List.of("rsa.key", "rsa.pem")) {
            Files.createDirectories(file("..data"));
            Files.move(file(name), file("..data").resolve(name));
            Files.createSymbolicLink(file(name), Path.of("..data", name));
        }
        ServerTls tls = started(TestSettings.RSA, "auto");
        Path next = Files.createDirectory(file("next"));
        TestCertificate.rsa("linked", clock.instant()).write(next.resolve("rsa.key"), next.resolve("rsa.pem"));

        Files.move(file("..data"), file("old"));
        Files.move(next, file("..data"));

        assertThat(tls.reload().kind()).isEqualTo(Reload.Kind.CHANGED);
        assertThat(subject(tls)).isEqualTo("CN=linked");
    }

    @Test
    void doesNotStartOnAKeyThatIsNotTheCertificates() {
        TestCertificate.rsa("other", clock.instant()).write(file("other.key"), file("rsa.pem"));

        assertThatThrownBy(() -> started(TestSettings.RSA, "auto"))
                .isInstanceOf(TlsException.class)
                .hasMessageContaining("rsa.key and rsa.pem: the private key is not that of the certificate CN=other");
    }

    @Test
    void startsOnACertificateThatHasExpiredAndSaysSo() throws Exception {
        TestCertificate.rsa("late", clock.instant().minus(Duration.ofDays(91))).write(file("rsa.key"), file("rsa.pem"));

        ServerTls tls = started(TestSettings.RSA, "auto");

        assertThat(subject(tls)).isEqualTo("CN=late");
        assertThat(tls.status().orElseThrow().firstToExpire().daysLeft(clock.instant()))
                .isEqualTo(-1);
        assertThat(warnings())
                .containsExactly("the certificate CN=late has expired at "
                        + tls.status().orElseThrow().firstToExpire().notAfter()
                        + "; it is served all the same until a better one is there");
    }

    @Test
    void takesEveryEntryOfAKeystore() throws Exception {
        char[] secret = "geheim".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("a", rsa.privateKey(), secret, new Certificate[] {rsa.certificate()});
        store.setKeyEntry("b", ec.privateKey(), secret, new Certificate[] {ec.certificate()});
        try (var stream = Files.newOutputStream(file("store.p12"))) {
            store.store(stream, secret);
        }
        String element = "<keystore>store.p12</keystore><keystoreType>PKCS12</keystoreType><secret>";

        ServerTls tls = started(element + "geheim</secret>", "auto");

        assertThat(tls.status().orElseThrow().certificates())
                .extracting(TlsStatus.Certificate::keyAlgorithm)
                .containsExactly("EC 256", "RSA 2048");
        assertThatThrownBy(() -> started(element + "falsch</secret>", "auto"))
                .hasMessage(
                        "pop3server.xml: digipoort.tls.keystore: store.p12: keystoreType PKCS12 and secret do not open it");
    }

    @Test
    void refusesTwoCertificatesOfOneKind() {
        rsa.write(file("ec.key"), file("ec.pem"));

        assertThatThrownBy(() -> started(TestSettings.BOTH, "auto"))
                .hasMessageContaining(
                        "digipoort.tls.certificate(2): ec.key and ec.pem: is a further certificate with an RSA key");
    }

    private void writeTogether(String keys, String certificates) throws IOException {
        Files.writeString(file("rsa.key"), keys);
        Files.writeString(file("rsa.pem"), certificates);
    }

    private TlsMaterial material() throws ConfigurationException {
        TlsSettings settings = TestSettings.of(TestSettings.RSA);
        try (FileContents contents = FileContents.read(new TestFiles(directory), settings.files())) {
            return TlsMaterial.read(settings, contents);
        }
    }

    private ServerTls started(String certificates, String provider) throws ConfigurationException {
        ServerTls tls = new ServerTls(
                TestSettings.of(certificates + "<provider>" + provider + "</provider>"),
                new TestFiles(directory),
                new NoopGaugeRegistry(),
                clock);
        tls.start();
        return tls;
    }

    private static X509Certificate served(TlsServer server, String protocol, String... suites) throws Exception {
        try (TlsClient client = TlsClient.connect(server.address(), TlsClient.context(), protocol, suites)) {
            assertThat(client.echoes()).isTrue();
            return client.certificate();
        }
    }

    private static long session(TlsServer server, SSLContext context, String protocol) throws Exception {
        try (TlsClient client = TlsClient.connect(server.address(), context, protocol)) {
            assertThat(client.echoes()).isTrue();
            return client.sessionBegin();
        }
    }

    private static String subject(ServerTls tls) {
        return tls.status().orElseThrow().certificates().get(0).subject();
    }

    private List<String> warnings() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).collect(Collectors.toList());
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(ServerTls.class);
    }

    private Path file(String name) {
        return directory.resolve(name);
    }
}
