// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.home;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A self-signed certificate with its key: for servers only, valid for less than the 397 days that clients accept. Its subject says who made
 * it, so that it is not taken for one of the operator's. Immutable; {@code toString} has no key.
 */
final class SelfSigned {
    private static final X500Principal SUBJECT = new X500Principal("CN=localhost, O=self-signed by digipoort");
    private static final Duration LIFE = Duration.ofDays(396);
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);
    private static final int SERIAL_BITS = 120;
    private static final int PEM_LINE = 64;

    private final KeyPair keys;
    private final X509Certificate certificate;

    private SelfSigned(KeyPair keys, X509Certificate certificate) {
        this.keys = keys;
        this.certificate = certificate;
    }

    /** With an RSA key of 3072 bits, for every client. */
    static SelfSigned rsa(Instant now) throws IOException {
        return make("RSA", new RSAKeyGenParameterSpec(3072, RSAKeyGenParameterSpec.F4), "SHA256withRSA", now);
    }

    /** With a key on the curve P-256; its handshake costs the server a fraction of one with RSA. */
    static SelfSigned ecdsa(Instant now) throws IOException {
        return make("EC", new ECGenParameterSpec("secp256r1"), "SHA256withECDSA", now);
    }

    /** Whether this certificate was made here. */
    static boolean isOne(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(SUBJECT)
                && certificate.getIssuerX500Principal().equals(SUBJECT);
    }

    private static SelfSigned make(String algorithm, AlgorithmParameterSpec parameters, String signature, Instant now)
            throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(parameters);
            KeyPair keys = generator.generateKeyPair();
            return new SelfSigned(keys, sign(keys, signature, now));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new StartException("no TLS certificate could be made: " + e.getMessage(), e);
        }
    }

    private static X509Certificate sign(KeyPair keys, String signature, Instant now)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                SUBJECT,
                new BigInteger(SERIAL_BITS, new SecureRandom()),
                Date.from(now.minus(CLOCK_SKEW)),
                Date.from(now.plus(LIFE)),
                SUBJECT,
                keys.getPublic());
        JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names()));
        // Both certificates have the same subject; with these key ids a client knows which one has signed.
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(keys.getPublic()));
        builder.addExtension(
                Extension.authorityKeyIdentifier, false, identifiers.createAuthorityKeyIdentifier(keys.getPublic()));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(signature).build(keys.getPrivate())));
    }

    private static GeneralName[] names() {
        Set<GeneralName> names = new LinkedHashSet<>();
        names.add(new GeneralName(GeneralName.dNSName, "localhost"));
        names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        names.add(new GeneralName(GeneralName.iPAddress, "::1"));
        String host = hostName();
        if (host.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")) {
            names.add(new GeneralName(GeneralName.dNSName, host));
        }
        return names.toArray(GeneralName[]::new);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    String certificatePem() throws IOException {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** In PKCS#8. */
    String keyPem() {
        return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
    }

    private static String pem(String type, byte[] octets) {
        String body = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(octets);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }

    @Override
    public String toString() {
        return certificate.getSubjectX500Principal() + " until "
                + certificate.getNotAfter().toInstant();
    }
}
