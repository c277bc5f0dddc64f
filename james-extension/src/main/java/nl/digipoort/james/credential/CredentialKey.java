// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import com.google.common.io.BaseEncoding;
import javax.crypto.SecretKey;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The AES-256 key that seals credential records. It is kept outside the database, so that a copy of the database alone reveals no
 * password-equivalent (RFC 2831 section 3.9). Immutable until it is erased.
 */
public final class CredentialKey {
    static final int OCTETS = 32;

    private static final int ID_OCTETS = 4;

    private final ErasableKey key;
    private final String id;

    private CredentialKey(ErasableKey key, String id) {
        this.key = key;
        this.id = id;
    }

    /**
     * @param octets the key, 32 octets; copied
     * @throws IllegalArgumentException if it has another length
     */
    public static CredentialKey of(byte[] octets) {
        if (octets.length != OCTETS) {
            throw new IllegalArgumentException("a credential key has " + OCTETS + " octets, not " + octets.length);
        }
        byte[] digest = DigestUtils.sha256(octets);
        String id = BaseEncoding.base16().lowerCase().encode(digest, 0, ID_OCTETS);
        return new CredentialKey(new ErasableKey(octets), id);
    }

    /** Names the key without revealing it: the first eight hexadecimal digits of its SHA-256. */
    public String id() {
        return id;
    }

    SecretKey secretKey() {
        return key;
    }

    /** Erases the key. After this nothing can be sealed or opened with it. */
    void erase() {
        key.destroy();
    }

    @Override
    public String toString() {
        return "CredentialKey " + id;
    }
}
