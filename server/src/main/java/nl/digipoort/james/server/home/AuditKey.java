// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.home;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/**
 * The key that signs the audit trail, 32 random octets in base64, and beside it the public key for those who verify. Both are created once: a
 * server whose key is gone does not start, because another one would hide that.
 */
final class AuditKey {
    private static final String FILE = "digipoort-audit.key";
    private static final String PUBLIC_FILE = "digipoort-audit.pub";
    private static final int ID_DIGITS = 16;

    private AuditKey() {}

    static void ensure(Path configuration) throws IOException {
        Path file = configuration.resolve(FILE);
        Path publicFile = configuration.resolve(PUBLIC_FILE);
        if (!Files.exists(file) && !Files.exists(publicFile)) {
            Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(new SecureRandom());
            byte[] publicKey = key.generatePublicKey().getEncoded();
            String id = Hashing.sha256().hashBytes(publicKey).toString().substring(0, ID_DIGITS);
            OwnerOnly.write(file, base64(key.getEncoded()) + "\n");
            OwnerOnly.write(publicFile, id + " " + base64(publicKey) + "\n");
        }
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }
}
