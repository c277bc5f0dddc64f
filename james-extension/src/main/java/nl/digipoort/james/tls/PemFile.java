// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/** The content of a PEM file (RFC 7468), in all the forms that OpenSSL writes and James accepts. */
final class PemFile {
    /** For keys encrypted in ways that the JDK does not support; not registered with the JVM. */
    private static final Provider DECRYPTION = new BouncyCastleProvider();

    private PemFile() {}

    /**
     * The certificates in order, at least one.
     *
     * @param key the setting that names the file, for the error message
     */
    static List<X509Certificate> certificates(String key, String location, byte[] content) {
        try {
            List<X509Certificate> found = new ArrayList<>();
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Object entry : entries(content)) {
                if (entry instanceof X509CertificateHolder) {
                    found.add((X509Certificate) factory.generateCertificate(
                            new ByteArrayInputStream(((X509CertificateHolder) entry).getEncoded())));
                }
            }
            if (found.isEmpty()) {
                throw new TlsException(key, location, "has no certificate in PEM");
            }
            return found;
        } catch (IOException | CertificateException e) {
            throw new TlsException(key, location, "has a certificate that is malformed");
        }
    }

    /**
     * The private keys in order, at least one.
     *
     * @throws IOException with the reason if there is none, without any content of the file
     */
    static List<PrivateKey> privateKeys(byte[] content, Optional<String> secret) throws IOException {
        List<Object> entries;
        try {
            entries = entries(content);
        } catch (IOException e) {
            throw new IOException("has a private key that is malformed", e);
        }
        List<PrivateKey> found = new ArrayList<>();
        for (Object entry : entries) {
            Optional<PrivateKeyInfo> key = keyIn(entry, secret);
            if (key.isPresent()) {
                found.add(privateKey(key.get()));
            }
        }
        if (found.isEmpty()) {
            throw new IOException("has no private key in PEM");
        }
        return found;
    }

    private static PrivateKey privateKey(PrivateKeyInfo info) throws IOException {
        byte[] pkcs8 = info.getEncoded();
        try {
            ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
            // the JDK accepts the identifier for RSA, but only the name for EC
            boolean ec = algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey);
            return KeyFactory.getInstance(ec ? "EC" : algorithm.getId())
                    .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new IOException("has a private key of no kind that can be served; allowed: RSA, EC", e);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    private static Optional<PrivateKeyInfo> keyIn(Object entry, Optional<String> secret) throws IOException {
        if (entry instanceof PrivateKeyInfo) {
            return Optional.of((PrivateKeyInfo) entry);
        }
        if (entry instanceof PEMKeyPair) {
            return Optional.of(((PEMKeyPair) entry).getPrivateKeyInfo());
        }
        if (!(entry instanceof PKCS8EncryptedPrivateKeyInfo) && !(entry instanceof PEMEncryptedKeyPair)) {
            return Optional.empty();
        }
        char[] password = secret.orElseThrow(() -> new IOException("is encrypted, and secret is missing"))
                .toCharArray();
        try {
            return Optional.of(
                    entry instanceof PEMEncryptedKeyPair
                            ? ((PEMEncryptedKeyPair) entry)
                                    .decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                                            .setProvider(DECRYPTION)
                                            .build(password))
                                    .getPrivateKeyInfo()
                            : ((PKCS8EncryptedPrivateKeyInfo) entry)
                                    .decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                                            .setProvider(DECRYPTION)
                                            .build(password)));
        } catch (PKCSException | OperatorCreationException | PEMException e) {
            throw new IOException("is encrypted, and secret does not open it", e);
        }
    }

    private static List<Object> entries(byte[] content) throws IOException {
        List<Object> entries = new ArrayList<>();
        try (Reader reader = new InputStreamReader(new ByteArrayInputStream(content), StandardCharsets.US_ASCII);
                PEMParser parser = new PEMParser(reader)) {
            for (Object entry = parser.readObject(); entry != null; entry = parser.readObject()) {
                entries.add(entry);
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("not base64", e);
        }
        return entries;
    }
}
