// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.BaseEncoding;
import com.ongres.scram.common.util.TlsServerEndpoint;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a SCRAM client may bind to, on real connections. */
class ChannelBindingTest {
    private static final Instant NOW = Instant.parse("2026-11-30T00:00:00Z");

    @TempDir
    private Path scratch;

    /** Resumed, the server has sent no certificate, and the client remembers that of the first connection. */
    @ParameterizedTest
    @CsvSource({"jdk,TLSv1.3", "jdk,TLSv1.2", "native,TLSv1.3", "native,TLSv1.2"})
    void bindsToTheCertificateThatTheClientSawAlsoWhenResumed(String provider, String protocol) throws Exception {
        SSLContext client = TlsClient.context();
        long began = 0;
        try (TlsServer server = new TlsServer(TestServerTls.started(scratch, provider))) {
            for (int connection = 0; connection < 3; connection++) {
                try (TlsClient connected = TlsClient.connect(server.address(), client, protocol)) {
                    String seen = BaseEncoding.base16()
                            .encode(TlsServerEndpoint.getChannelBindingData(connected.certificate()));

                    assertThat(connected.askFor('#')).isIn(seen, "-");
                    if (connection == 0) {
                        assertThat(connected.askFor('#')).isEqualTo(seen);
                        began = connected.sessionBegin();
                    } else if (provider.equals("jdk")) {
                        assertThat(connected.sessionBegin()).as("resumed").isEqualTo(began);
                    }
                }
            }
        }
    }

    /** From JDK 25 on, and with the JDK's TLS. */
    @ParameterizedTest
    @CsvSource({"jdk,TLSv1.3", "jdk,TLSv1.2", "native,TLSv1.3"})
    void exportsWhatTheClientExportsWhereThisJavaCan(String provider, String protocol) throws Exception {
        boolean possible = KeyingMaterial.isSupported() && provider.equals("jdk") && protocol.equals("TLSv1.3");
        SSLContext client = TlsClient.context();
        try (TlsServer server = new TlsServer(TestServerTls.started(scratch, provider))) {
            String before = "";
            for (int connection = 0; connection < 2; connection++) {
                try (TlsClient connected = TlsClient.connect(server.address(), client, protocol)) {
                    String exported = connected.askFor('!');

                    assertThat(exported).isNotEqualTo(before);
                    assertThat(exported.equals("-")).isEqualTo(!possible);
                    if (possible) {
                        assertThat(exported).isEqualTo(connected.exported());
                        before = exported;
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RSA,SHA1withRSA",
        "RSA,MD5withRSA",
        "RSA,SHA256withRSA",
        "RSA,SHA384withRSA",
        "RSA,SHA512withRSA",
        "EC,SHA256withECDSA",
        "EC,SHA384withECDSA",
    })
    void hashesACertificateAsItsSignature(String key, String signature) throws Exception {
        X509Certificate certificate = certificate(key, signature);

        assertThat(ServerEndPoint.of(certificate)).contains(TlsServerEndpoint.getChannelBindingData(certificate));
    }

    /** The client library of the test above knows no RSASSA-PSS. */
    @ParameterizedTest
    @CsvSource({"SHA1withRSAandMGF1,SHA-256", "SHA256withRSAandMGF1,SHA-256", "SHA512withRSAandMGF1,SHA-512"})
    void hashesACertificateByTheParametersOfItsSignature(String signature, String hash) throws Exception {
        X509Certificate certificate = certificate("RSA", signature);

        assertThat(ServerEndPoint.of(certificate))
                .contains(MessageDigest.getInstance(hash).digest(certificate.getEncoded()));
    }

    @Test
    void bindsToNoCertificateWhoseSignatureHasNoHash() throws Exception {
        assertThat(ServerEndPoint.of(certificate("Ed25519", "Ed25519"))).isEqualTo(Optional.empty());
    }

    private static X509Certificate certificate(String key, String signature) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance(key).generateKeyPair();
        X500Name name = new X500Name("CN=localhost");
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                name,
                                BigInteger.ONE,
                                Date.from(NOW),
                                Date.from(NOW.plus(Duration.ofDays(1))),
                                name,
                                pair.getPublic())
                        .build(new JcaContentSignerBuilder(signature)
                                .setProvider(new BouncyCastleProvider())
                                .build(pair.getPrivate())));
    }
}
