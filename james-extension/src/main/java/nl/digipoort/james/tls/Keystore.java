// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A keystore; each entry with a private key is a certificate to serve. */
final class Keystore implements CertificateSource {
    private final String section;
    private final String keystore;
    private final String type;
    private final Optional<String> secret;

    /** @param secret the password of the keystore and of its keys, as in James */
    Keystore(String section, String keystore, String type, Optional<String> secret) {
        this.section = section;
        this.keystore = keystore;
        this.type = type;
        this.secret = secret;
    }

    @Override
    public List<String> files() {
        return List.of(keystore);
    }

    @Override
    public List<ServerCertificate> read(FileContents contents) {
        String setting = section + ".keystore";
        byte[] content = contents.of(setting, keystore);
        char[] password = secret.orElse("").toCharArray();
        try {
            KeyStore store = KeyStore.getInstance(type);
            store.load(new ByteArrayInputStream(content), password);
            List<ServerCertificate> found = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias) && store.getKey(alias, password) instanceof PrivateKey) {
                    Certificate[] chain = store.getCertificateChain(alias);
                    found.add(ServerCertificate.of(
                            setting + ": " + keystore + " entry " + alias,
                            (PrivateKey) store.getKey(alias, password),
                            List.of(Arrays.copyOf(chain, chain.length, X509Certificate[].class))));
                }
            }
            if (found.isEmpty()) {
                throw new TlsException(setting, keystore, "has no private key");
            }
            return found;
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsException(setting, keystore, "keystoreType " + type + " and secret do not open it");
        }
    }

    @Override
    public String toString() {
        return section + ": " + keystore;
    }
}
