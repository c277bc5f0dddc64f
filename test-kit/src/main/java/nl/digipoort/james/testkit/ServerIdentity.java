// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The certificate of one start, and the authority that a client trusts for it. All keys are made here and end with the process. */
final class ServerIdentity {
    private static final Duration LIFE = Duration.ofDays(90);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int SERIAL_BITS = 120;
    private static final X500Principal AUTHORITY = new X500Principal("CN=Test authority of the digipoort test kit");

    private final X509Certificate authority;
    private final X509Certificate certificate;
    private final PrivateKey key;

    private ServerIdentity(X509Certificate authority, X509Certificate certificate, PrivateKey key) {
        this.authority = authority;
        this.certificate = certificate;
        this.key = key;
    }

    /** @param hosts names and addresses of the server */
    static ServerIdentity make(List<String> hosts, Set<Fault> faults, Instant now) throws IOException {
        try {
            KeyPair authorityKeys = keys();
            X509Certificate authority = authority(authorityKeys, now);
            KeyPair keys = keys();
            boolean expired = faults.contains(Fault.EXPIRED_CERTIFICATE);
            boolean selfSigned = faults.contains(Fault.SELF_SIGNED_CERTIFICATE);
            List<String> names =
                    faults.contains(Fault.WRONG_NAME_CERTIFICATE) ? List.of("another-server.example.org") : hosts;
            X500Principal subject = new X500Principal("CN=" + names.get(0));
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    selfSigned ? subject : AUTHORITY,
                    serial(),
                    Date.from(now.minus(expired ? LIFE : DAY)),
                    Date.from(expired ? now.minus(DAY) : now.plus(LIFE)),
                    subject,
                    keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(Extension.subjectAlternativeName, false, names(names));
            return new ServerIdentity(authority, sign(builder, selfSigned ? keys : authorityKeys), keys.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("no certificate can be made", e);
        }
    }

    private static X509Certificate authority(KeyPair keys, Instant now)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                AUTHORITY,
                serial(),
                Date.from(now.minus(LIFE.multipliedBy(2))),
                Date.from(now.plus(LIFE)),
                AUTHORITY,
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        return sign(builder, keys);
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, KeyPair signer)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
    }

    private static BigInteger serial() {
        return new BigInteger(SERIAL_BITS, new SecureRandom());
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static GeneralNames names(List<String> hosts) {
        return new GeneralNames(hosts.stream()
                .map(host -> new GeneralName(
                        host.matches("[0-9.]+|.*:.*") ? GeneralName.iPAddress : GeneralName.dNSName, host))
                .toArray(GeneralName[]::new));
    }

    /** What a client has to trust. */
    X509Certificate authority() {
        return authority;
    }

    String authorityPem() {
        return pem(authority);
    }

    String certificatePem() {
        return pem(certificate);
    }

    private static String pem(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In PKCS#8. */
    String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    private static String pem(String type, byte[] octets) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets) + "\n-----END " + type
                + "-----\n";
    }
}
