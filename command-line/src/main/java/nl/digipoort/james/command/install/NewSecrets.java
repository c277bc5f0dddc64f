// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import nl.digipoort.james.command.line.UsageException;

/** The keys and the two files for TLS that pop3server.xml of the overlay names, as far as they are not there. */
final class NewSecrets {
    private static final int KEY_OCTETS = 32;

    private final Path conf;
    private final Target target;

    NewSecrets(Path conf, Target target) {
        this.conf = conf;
        this.target = target;
    }

    /** @param dry whether nothing will be written, so that the content does not matter */
    List<Change> changes(boolean dry) {
        List<Change> changes = new ArrayList<>();
        key(changes, "digipoort-credential.key", "32 random octets, which seal the records of DIGEST-MD5: keep a copy");
        key(changes, "digipoort-audit.key", "32 random octets, which sign the audit trail");
        Path keys = conf.resolve("tls/private.key");
        Path certificates = conf.resolve("tls/certificate.pem");
        if (Files.exists(keys) != Files.exists(certificates)) {
            throw new UsageException(conf.resolve("tls") + " has only one of private.key and certificate.pem");
        }
        if (!Files.exists(keys)) {
            String keysText = "";
            String certificatesText = "";
            if (!dry) {
                SelfSigned made = SelfSigned.of(target.host());
                keysText = made.keys();
                certificatesText = made.certificates();
            }
            changes.add(Change.ofSecret(keys, keysText.getBytes(US_ASCII), "keys of the two certificates"));
            changes.add(Change.ofSecret(
                    certificates,
                    certificatesText.getBytes(US_ASCII),
                    "self-signed certificates for " + target.host() + ", RSA and ECDSA, to begin with"));
        }
        return changes;
    }

    private void key(List<Change> changes, String name, String note) {
        Path file = conf.resolve(name);
        if (!Files.exists(file)) {
            byte[] key = new byte[KEY_OCTETS];
            new SecureRandom().nextBytes(key);
            changes.add(
                    Change.ofSecret(file, (Base64.getEncoder().encodeToString(key) + "\n").getBytes(US_ASCII), note));
        }
    }
}
