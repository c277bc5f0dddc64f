// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Two PEM files: the private key, and the certificate with its chain. They may hold an RSA and an ECDSA pair together, so that both are
 * renewed by replacing two files: each key belongs to one certificate, and the certificates after that one are its chain. Immutable.
 */
final class PemPair implements CertificateSource {
    private static final int VERSION_WITH_EXTENSIONS = 3;

    private final String section;
    private final String privateKey;
    private final String certificates;
    private final Optional<String> secret;

    /**
     * @param section the full key of the parent element, for error messages
     * @param secret decrypts an encrypted key
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
        List<X509Certificate> all =
                PemFile.certificates(certificatesKey, certificates, contents.of(certificatesKey, certificates));
        List<ServerCertificate> read = new ArrayList<>();
        int end = all.size();
        SortedMap<Integer, PrivateKey> keys = keysByCertificate(keys(contents), all);
        while (!keys.isEmpty()) {
            int first = keys.lastKey();
            read.add(ServerCertificate.of(toString(), keys.remove(first), chain(all.subList(first, end))));
            end = first;
        }
        return read;
    }

    private List<PrivateKey> keys(FileContents contents) {
        String setting = section + ".privateKey";
        try {
            return PemFile.privateKeys(contents.of(setting, privateKey), secret);
        } catch (IOException e) {
            throw new TlsException(setting, privateKey, e.getMessage());
        }
    }

    /** The keys by the index of their certificates; index 0 always has one. */
    private SortedMap<Integer, PrivateKey> keysByCertificate(List<PrivateKey> keys, List<X509Certificate> all) {
        SortedMap<Integer, PrivateKey> found = new TreeMap<>();
        for (int i = 0; i < keys.size(); i++) {
            // the error message for a single wrong key names the certificate
            found.put(keys.size() == 1 ? 0 : place(i, keys.get(i), all), keys.get(i));
        }
        if (found.firstKey() > 0) {
            throw new TlsException(this + ": none of the private keys is that of the first certificate, "
                    + ServerCertificate.name(all.get(0)));
        }
        return found;
    }

    private int place(int index, PrivateKey key, List<X509Certificate> all) {
        for (int i = 0; i < all.size(); i++) {
            if (ServerCertificate.belongTogether(key, all.get(i))) {
                return i;
            }
        }
        throw new TlsException(this + ": private key " + (index + 1) + " (" + key.getAlgorithm()
                + ") is that of none of the certificates");
    }

    /** Finds a later server certificate whose key is missing. */
    private List<X509Certificate> chain(List<X509Certificate> chain) {
        for (X509Certificate above : chain.subList(1, chain.size())) {
            if (above.getVersion() == VERSION_WITH_EXTENSIONS && above.getBasicConstraints() < 0) {
                throw new TlsException(this + ": the certificate " + ServerCertificate.name(above)
                        + " is that of no authority, and none of the private keys is its own");
            }
        }
        return chain;
    }

    @Override
    public String toString() {
        return section + ": " + privateKey + " and " + certificates;
    }
}
