// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.security.MessageDigest;
import java.util.Arrays;

/** The two proofs of RFC 5802 section 3 over one AuthMessage, computed from StoredKey and ServerKey. Immutable. */
final class ScramProof {
    private final ScramHash hash;
    private final byte[] authMessage;

    ScramProof(ScramHash hash, String authMessage) {
        this.hash = hash;
        this.authMessage = Octets.toBytes(authMessage);
    }

    /** Whether the client knows the ClientKey, whose hash the StoredKey is. The time does not depend on the keys. */
    boolean isOfClient(byte[] proof, byte[] storedKey) {
        byte[] clientKey = hash.hmac(storedKey, authMessage);
        for (int i = 0; i < clientKey.length; i++) {
            clientKey[i] ^= proof[i];
        }
        try {
            return MessageDigest.isEqual(hash.hash(clientKey), storedKey);
        } finally {
            Arrays.fill(clientKey, (byte) 0);
        }
    }

    /** The ServerSignature. */
    byte[] ofServer(byte[] serverKey) {
        return hash.hmac(serverKey, authMessage);
    }
}
