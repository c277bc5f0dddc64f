// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import com.google.common.hash.Hashing;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** An Ed25519 key (RFC 8032) that signs checkpoints. Bouncy Castle has it for Java 11, where the JDK does not. Immutable. */
final class SigningKey {
    private static final int ID_DIGITS = 16;

    private final Ed25519PrivateKeyParameters key;
    private final byte[] publicKey;

    /** @param seed 32 octets, copied */
    SigningKey(byte[] seed) {
        this.key = new Ed25519PrivateKeyParameters(seed, 0);
        this.publicKey = key.generatePublicKey().getEncoded();
    }

    /** The first 16 hexadecimal digits of the SHA-256 of the public key. */
    String id() {
        return Hashing.sha256().hashBytes(publicKey).toString().substring(0, ID_DIGITS);
    }

    /** The raw 32 octets in base64. */
    String publicKey() {
        return Base64.getEncoder().encodeToString(publicKey);
    }

    /** The 64 octets of the signature in base64. */
    String sign(byte[] octets) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(octets, 0, octets.length);
        return Base64.getEncoder().encodeToString(signer.generateSignature());
    }

    @Override
    public String toString() {
        return "signing key " + id();
    }
}
