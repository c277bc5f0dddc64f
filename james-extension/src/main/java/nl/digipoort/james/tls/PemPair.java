package nl.digipoort.james.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Two PEM files: the private key, and the certificate with those above it. */
final class PemPair implements CertificateSource {
    private final String section;
    private final String privateKey;
    private final String certificates;
    private final Optional<String> secret;

    /**
     * @param section the full key of the element that the two stand in, for complaints
     * @param secret opens an encrypted key
     */
    PemPair(String section, String privateKey, String certificates, Optional<String> secret) {
        this.section = section;
        this.privateKey = privateKey;
        this.certificates = certificates;
        this.secret = secret;
    }

    @Override
    public List<String> files() {
        return List.of(privateKey, certificates);
    }

    @Override
    public List<ServerCertificate> read(FileContents contents) {
        String certificatesKey = section + ".certificates";
        List<X509Certificate> chain =
                PemFile.certificates(certificatesKey, certificates, contents.of(certificatesKey, certificates));
        PrivateKey key = key(contents, chain.get(0).getPublicKey().getAlgorithm());
        return List.of(ServerCertificate.of(section + ": " + privateKey + " and " + certificates, key, chain));
    }

    private PrivateKey key(FileContents contents, String algorithm) {
        String setting = section + ".privateKey";
        byte[] pkcs8 = new byte[0];
        try {
            pkcs8 = PemFile.privateKey(contents.of(setting, privateKey), secret);
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (IOException e) {
            throw new TlsException(setting, privateKey, e.getMessage());
        } catch (GeneralSecurityException e) {
            throw new TlsException(
                    setting, privateKey, "is no " + algorithm + " key, as the certificate in " + certificates + " has");
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    @Override
    public String toString() {
        return section + ": " + privateKey + " and " + certificates;
    }
}
