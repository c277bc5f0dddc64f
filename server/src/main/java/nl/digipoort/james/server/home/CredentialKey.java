// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The key that seals the DIGEST-MD5 records: 32 random octets in base64. Created with the home, and only then. The server does not start
 * without the key that sealed its records.
 */
final class CredentialKey {
    private static final String FILE = "digipoort-credential.key";
    private static final int OCTETS = 32;

    private CredentialKey() {}

    static void ensure(Path configuration) throws IOException {
        Path file = configuration.resolve(FILE);
        if (!Files.exists(file)) {
            byte[] key = new byte[OCTETS];
            new SecureRandom().nextBytes(key);
            OwnerOnly.write(file, Base64.getEncoder().encodeToString(key) + "\n");
        }
    }
}
