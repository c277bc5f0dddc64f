// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testing;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** A certificate with its private key, as an operator or a client has it. Immutable. */
public final class TestCertificate {
    private static final Duration LIFE = Duration.ofDays(90);

    private final KeyPair keys;
    private final X509Certificate certificate;

    private TestCertificate(KeyPair keys, X509Certificate certificate) {
        this.keys = keys;
        this.certificate = certificate;
    }

    /** A self-signed certificate with an RSA key of 2048 bits, valid for 90 days from that time. */
    public static TestCertificate rsa(String commonName, Instant from) {
        return new Maker(rsaKeys(), commonName).from(from).selfSigned();
    }

    /** The same with an EC key on the curve P-256. */
    public static TestCertificate ec(String commonName, Instant from) {
        return new Maker(ecKeys(), commonName).from(from).selfSigned();
    }

    /** An authority that can sign other certificates. */
    public static TestCertificate authority(String commonName, Instant from) {
        return new Maker(ecKeys(), commonName).from(from).authority().selfSigned();
    }

    /** A certificate signed by this authority, with an EC key, and the mail addresses as rfc822Names of its subjectAltName. */
    public TestCertificate signed(String commonName, Instant from, String... mailAddresses) {
        return new Maker(ecKeys(), commonName)
                .from(from)
                .mailAddresses(mailAddresses)
                .signedBy(this);
    }

    /** The same with the address of an OCSP responder, which says whether the certificate is revoked (RFC 6960). */
    public TestCertificate signedWithOcsp(String commonName, Instant from, String responder) {
        return new Maker(ecKeys(), commonName).from(from).responder(responder).signedBy(this);
    }

    private static KeyPair rsaKeys() {
        return keys("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4));
    }

    private static KeyPair ecKeys() {
        return keys("EC", new ECGenParameterSpec("secp256r1"));
    }

    private static KeyPair keys(String algorithm, AlgorithmParameterSpec parameters) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(parameters);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public PrivateKey privateKey() {
        return keys.getPrivate();
    }

    public String certificatePem() {
        return pem(certificate);
    }

    /** In PKCS#8. */
    public String keyPem() {
        return pem(new PemObject("PRIVATE KEY", keys.getPrivate().getEncoded()));
    }

    /** Writes the pair, each file in one step. */
    public void write(Path key, Path certificates) {
        replace(key, keyPem());
        replace(certificates, certificatePem());
    }

    /** The revocation list of this authority, in PEM. */
    public String crlPem(Instant from, X509Certificate... revoked) {
        X509v2CRLBuilder builder = new X509v2CRLBuilder(
                new X500Name(certificate.getSubjectX500Principal().getName()), Date.from(from));
        builder.setNextUpdate(Date.from(from.plus(LIFE)));
        for (X509Certificate one : revoked) {
            builder.addCRLEntry(one.getSerialNumber(), Date.from(from), CRLReason.keyCompromise);
        }
        return pem(builder.build(signer()));
    }

    private ContentSigner signer() {
        try {
            String algorithm = keys.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
            return new JcaContentSignerBuilder(algorithm).build(keys.getPrivate());
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void replace(Path file, String content) {
        try {
            Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), content);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pem(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** The contents of a certificate. */
    private static final class Maker {
        private static final int SERIAL_BITS = 64;

        private final KeyPair keys;
        private final X500Name subject;
        private Instant from;
        private boolean authority;
        private Optional<String> responder = Optional.empty();
        private String[] mailAddresses = {};

        private Maker(KeyPair keys, String commonName) {
            this.keys = keys;
            this.subject = new X500Name("CN=" + commonName);
        }

        private Maker from(Instant time) {
            from = time;
            return this;
        }

        private Maker authority() {
            authority = true;
            return this;
        }

        private Maker responder(String url) {
            responder = Optional.of(url);
            return this;
        }

        private Maker mailAddresses(String... addresses) {
            mailAddresses = addresses;
            return this;
        }

        private TestCertificate selfSigned() {
            return sign(subject, new TestCertificate(keys, null).signer());
        }

        private TestCertificate signedBy(TestCertificate issuer) {
            return sign(
                    new X500Name(issuer.certificate.getSubjectX500Principal().getName()), issuer.signer());
        }

        private TestCertificate sign(X500Name issuer, ContentSigner signer) {
            try {
                JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                        issuer,
                        new BigInteger(SERIAL_BITS, new SecureRandom()),
                        Date.from(from),
                        Date.from(from.plus(LIFE)),
                        subject,
                        keys.getPublic());
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
                if (responder.isPresent()) {
                    builder.addExtension(
                            Extension.authorityInfoAccess,
                            false,
                            new AuthorityInformationAccess(
                                    AccessDescription.id_ad_ocsp,
                                    new GeneralName(GeneralName.uniformResourceIdentifier, responder.get())));
                }
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names()));
                return new TestCertificate(
                        keys, new JcaX509CertificateConverter().getCertificate(builder.build(signer)));
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private GeneralName[] names() {
            GeneralName[] names = new GeneralName[1 + mailAddresses.length];
            names[0] = new GeneralName(GeneralName.dNSName, "localhost");
            for (int i = 0; i < mailAddresses.length; i++) {
                names[i + 1] = new GeneralName(GeneralName.rfc822Name, mailAddresses[i]);
            }
            return names;
        }
    }
}
