// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A certificate with its chain and private key. Immutable; {@code toString} has no key. */
final class ServerCertificate {
    /** The kind of the private key; a server has at most one certificate of each kind. */
    enum KeyKind {
        EC("SHA256withECDSA"),
        RSA("SHA256withRSA");

        private final String signature;

        KeyKind(String signature) {
            this.signature = signature;
        }

        private static Optional<KeyKind> of(PublicKey key) {
            if (key instanceof RSAPublicKey) {
                return Optional.of(RSA);
            }
            return key instanceof ECPublicKey ? Optional.of(EC) : Optional.empty();
        }
    }

    private static final byte[] SAMPLE = {1, 2, 3, 4};

    private final PrivateKey key;
    private final List<X509Certificate> chain;
    private final KeyKind kind;

    private ServerCertificate(PrivateKey key, List<X509Certificate> chain, KeyKind kind) {
        this.key = key;
        this.chain = chain;
        this.kind = kind;
    }

    /**
     * @param setting the source for error messages: the key of the setting and the file
     * @param chain the certificate, then the authorities above it
     * @throws TlsException if the kind of key is not supported, or the key does not belong to the certificate
     */
    static ServerCertificate of(String setting, PrivateKey key, List<X509Certificate> chain) {
        X509Certificate certificate = chain.get(0);
        KeyKind kind = KeyKind.of(certificate.getPublicKey())
                .orElseThrow(() -> new TlsException(setting + ": the certificate has a key of the algorithm "
                        + certificate.getPublicKey().getAlgorithm() + "; allowed: RSA, EC"));
        if (!belongTogether(key, certificate)) {
            throw new TlsException(setting + ": the private key is not that of the certificate " + name(certificate));
        }
        return new ServerCertificate(key, List.copyOf(chain), kind);
    }

    /** The subject and the fingerprint, for error messages. */
    static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName() + " (SHA-256 " + Fingerprint.of(certificate) + ")";
    }

    /** Whether the certificate verifies a signature of the key. */
    static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
        PublicKey publicKey = certificate.getPublicKey();
        return KeyKind.of(publicKey)
                .filter(kind -> verifies(publicKey, key, kind))
                .isPresent();
    }

    private static boolean verifies(PublicKey publicKey, PrivateKey key, KeyKind kind) {
        try {
            Signature signer = Signature.getInstance(kind.signature);
            signer.initSign(key);
            signer.update(SAMPLE);
            byte[] signature = signer.sign();
            signer.initVerify(publicKey);
            signer.update(SAMPLE);
            return signer.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // a key of another kind
        }
    }

    PrivateKey key() {
        return key;
    }

    X509Certificate certificate() {
        return chain.get(0);
    }

    X509Certificate[] chain() {
        return chain.toArray(new X509Certificate[0]);
    }

    KeyKind kind() {
        return kind;
    }

    /** RSA and its bits, or EC and the bits of its curve. */
    String keyAlgorithm() {
        PublicKey publicKey = certificate().getPublicKey();
        return kind == KeyKind.RSA
                ? "RSA " + ((RSAPublicKey) publicKey).getModulus().bitLength()
                : "EC " + curveBits();
    }

    /** The bits of the curve's field. */
    int curveBits() {
        return ((ECPublicKey) certificate().getPublicKey())
                .getParams()
                .getCurve()
                .getField()
                .getFieldSize();
    }

    Instant notBefore() {
        return certificate().getNotBefore().toInstant();
    }

    Instant notAfter() {
        return certificate().getNotAfter().toInstant();
    }

    /** The reason why it is not valid at that time; empty if it is valid. */
    Optional<String> invalidAt(Instant now) {
        String name =
                "the certificate " + certificate().getSubjectX500Principal().getName();
        if (now.isBefore(notBefore())) {
            return Optional.of(name + " is not valid before " + notBefore());
        }
        return now.isAfter(notAfter()) ? Optional.of(name + " has expired at " + notAfter()) : Optional.empty();
    }

    @Override
    public String toString() {
        return certificate().getSubjectX500Principal().getName() + " (" + keyAlgorithm() + ", until " + notAfter()
                + ", SHA-256 " + Fingerprint.of(certificate()) + ")";
    }
}
