// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.apache.commons.codec.digest.DigestUtils;

/** SHA-256 over the algorithm and the hash that James stores for a user. */
public final class PasswordFingerprint {
    private PasswordFingerprint() {}

    /**
     * @param algorithm the name of the hash algorithm as stored
     * @param storedHash the hash as stored
     * @return 32 octets, the caller's own
     */
    public static byte[] of(String algorithm, String storedHash) {
        byte[] name = algorithm.getBytes(StandardCharsets.UTF_8);
        MessageDigest sha256 = DigestUtils.getSha256Digest();
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(name.length).array());
        sha256.update(name);
        return sha256.digest(storedHash.getBytes(StandardCharsets.UTF_8));
    }
}
