// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.security.MessageDigest;
import java.util.Optional;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** An Ed25519 key that signs checkpoints, named by the first 16 hexadecimal digits of its SHA-256. Immutable. */
final class PublicKey {
    private static final int OCTETS = 32;
    private static final int OCTETS_OF_SIGNATURE = 64;
    private static final int DIGITS_OF_ID = 16;

    private final byte[] octets;
    private final String id;

    private PublicKey(byte[] octets) {
        this.octets = octets;
        this.id = Octets.hex(Octets.sha256().digest(octets)).substring(0, DIGITS_OF_ID);
    }

    /** @param base64 the raw 32 octets; empty if it is no such key */
    static Optional<PublicKey> of(String base64) {
        return Octets.base64(base64, OCTETS).map(PublicKey::new);
    }

    String id() {
        return id;
    }

    /** Whether the signature is by this key; false for what is no signature or no point of the curve. */
    boolean hasSigned(byte[] message, int length, String signature) {
        Optional<byte[]> signed = Octets.base64(signature, OCTETS_OF_SIGNATURE);
        if (signed.isEmpty()) {
            return false;
        }
        try {
            Ed25519Signer signer = new Ed25519Signer();
            signer.init(false, new Ed25519PublicKeyParameters(octets, 0));
            signer.update(message, 0, length);
            return signer.verifySignature(signed.get());
        } catch (RuntimeException e) {
            return false;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey && MessageDigest.isEqual(octets, ((PublicKey) other).octets);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return id;
    }
}
