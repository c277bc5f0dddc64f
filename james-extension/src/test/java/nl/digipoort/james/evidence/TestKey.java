// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** A key that signs checkpoints, always the same for one seed. */
final class TestKey {
    private final Ed25519PrivateKeyParameters key;

    TestKey(long seed) {
        byte[] octets = new byte[32];
        new Random(seed).nextBytes(octets);
        this.key = new Ed25519PrivateKeyParameters(octets, 0);
    }

    String base64() {
        return Base64.getEncoder().encodeToString(key.generatePublicKey().getEncoded());
    }

    String id() {
        return Octets.hex(Octets.sha256().digest(key.generatePublicKey().getEncoded()))
                .substring(0, 16);
    }

    String sign(String text) {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(octets, 0, octets.length);
        return Base64.getEncoder().encodeToString(signer.generateSignature());
    }
}
