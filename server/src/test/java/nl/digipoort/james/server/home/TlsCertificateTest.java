// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.List;
import nl.digipoort.james.testing.TestCertificate;
import nl.digipoort.james.testing.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsCertificateTest {
    private static final int DIGITAL_SIGNATURE = 0;
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final Duration TO_THE_LAST_MONTH = Duration.ofDays(396 - 30);

    @TempDir
    private Path scratch;

    private final TestClock clock = new TestClock();

    @Test
    void makesAnRsaAndAnEcdsaCertificateForServersOnly() throws Exception {
        ensure();

        List<X509Certificate> made = certificates();
        assertThat(made).hasSize(2);
        assertThat(((RSAPublicKey) made.get(0).getPublicKey()).getModulus().bitLength())
                .isEqualTo(3072);
        assertThat(((ECPublicKey) made.get(1).getPublicKey()).getParams().toString())
                .contains("secp256r1");
        for (X509Certificate one : made) {
            one.verify(one.getPublicKey());
            assertThat(Duration.between(
                            one.getNotBefore().toInstant(), one.getNotAfter().toInstant()))
                    .isLessThanOrEqualTo(Duration.ofDays(397));
            assertThat(one.getNotBefore().toInstant()).isBefore(clock.instant());
            assertThat(one.getBasicConstraints()).as("authority").isNegative();
            assertThat(one.getExtendedKeyUsage()).containsExactly(SERVER_AUTH);
            for (int bit = 0; bit < one.getKeyUsage().length; bit++) {
                assertThat(one.getKeyUsage()[bit]).as("key usage " + bit).isEqualTo(bit == DIGITAL_SIGNATURE);
            }
            assertThat(one.getSubjectAlternativeNames())
                    .extracting(name -> name.get(1).toString())
                    .contains("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("private.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void keepsItsOwnUntilTheirLastMonthAndMakesThemAnewThen() throws Exception {
        ensure();
        List<String> first = contents();

        clock.move(TO_THE_LAST_MONTH);
        ensure();
        assertThat(contents()).isEqualTo(first);

        clock.move(Duration.ofSeconds(1));
        ensure();
        assertThat(contents()).doesNotContainAnyElementsOf(first);
        assertThat(certificates()).hasSize(2).allMatch(one -> one.getNotAfter()
                .toInstant()
                .isAfter(clock.instant().plus(TO_THE_LAST_MONTH)));
    }

    @Test
    void makesItsOwnAnewWhenTheyExpiredLongAgo() throws Exception {
        ensure();
        List<String> first = contents();
        clock.move(Duration.ofDays(2000));

        ensure();

        assertThat(contents()).doesNotContainAnyElementsOf(first);
    }

    @Test
    void makesBothFilesAnewAfterACrashBetweenThem() throws Exception {
        ensure();
        List<X509Certificate> first = certificates();
        clock.move(Duration.ofDays(390));
        Files.writeString(
                file("private.key"), TestCertificate.ec("new", clock.instant()).keyPem());

        ensure();

        assertThat(certificates()).doesNotContainAnyElementsOf(first);
        assertThat(file("private.key")).content().containsPattern("(?s)(BEGIN PRIVATE KEY.*){2}");
    }

    @Test
    void leavesTheOperatorsAloneHoweverOld() throws Exception {
        Files.createDirectory(scratch.resolve("tls"));
        TestCertificate.rsa("localhost", clock.instant()).write(file("private.key"), file("certificate.pem"));
        List<String> theirs = contents();
        clock.move(Duration.ofDays(2000));

        ensure();

        assertThat(contents()).isEqualTo(theirs);
    }

    @Test
    void leavesAFileAloneThatHoldsOneOfTheOperatorsBesides() throws Exception {
        ensure();
        Files.writeString(
                file("certificate.pem"),
                Files.readString(file("certificate.pem"))
                        + TestCertificate.ec("theirs", clock.instant()).certificatePem());
        List<String> theirs = contents();
        clock.move(Duration.ofDays(2000));

        ensure();

        assertThat(contents()).isEqualTo(theirs);
    }

    @Test
    void leavesAloneWhatIsNoCertificate() throws Exception {
        Files.createDirectory(scratch.resolve("tls"));
        Files.writeString(file("private.key"), "one");
        Files.writeString(file("certificate.pem"), "other");

        ensure();

        assertThat(contents()).containsExactly("one", "other");
    }

    @Test
    void refusesOneFileWithoutTheOther() throws Exception {
        Files.createDirectory(scratch.resolve("tls"));
        Files.writeString(file("private.key"), "one");

        assertThatThrownBy(this::ensure)
                .isInstanceOf(StartException.class)
                .hasMessageEndingWith("has only one of private.key and certificate.pem: give both, or neither");
    }

    private void ensure() throws Exception {
        TlsCertificate.ensure(scratch.resolve("tls"), clock);
    }

    private Path file(String name) {
        return scratch.resolve("tls").resolve(name);
    }

    private List<String> contents() throws Exception {
        return List.of(Files.readString(file("private.key")), Files.readString(file("certificate.pem")));
    }

    private List<X509Certificate> certificates() throws Exception {
        try (InputStream pem = Files.newInputStream(file("certificate.pem"))) {
            return CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        }
    }
}
