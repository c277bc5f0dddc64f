// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import nl.digipoort.james.configuration.KeyText;
import nl.digipoort.james.configuration.SecretFile;

/** A file with one signing key a line, each 32 octets as base64; the first signs. Lines that begin with # are comments. */
final class SigningKeyFile {
    private static final int MOST_OCTETS = 8192;

    private final Path path;
    private final SecretFile file;

    SigningKeyFile(Path path) {
        this.path = path;
        this.file = new SecretFile(path, "signing key of the audit trail", MOST_OCTETS);
    }

    /** @throws SigningKeyException if there is no key, or it cannot be read */
    List<SigningKey> read() {
        byte[] text = new byte[0];
        try {
            text = file.read();
            // Bouncy Castle keeps a copy of each key that nobody can erase.
            return KeyText.lines(text, SigningKey::new, key -> {}, SigningKeyFile::keys);
        } catch (IOException e) {
            throw new SigningKeyException("cannot read " + this + advice(), e);
        } catch (IllegalArgumentException e) {
            throw new SigningKeyException(this + " is malformed: " + e.getMessage() + advice(), null);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    private static List<SigningKey> keys(List<SigningKey> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("it has no key");
        }
        return List.copyOf(keys);
    }

    /** A value that changes whenever the keys may have changed. */
    String stamp() {
        return file.stamp();
    }

    private String advice() {
        return "; put the key back, or, where the audit trail was never signed, make one with: openssl rand -base64 32 > "
                + path + " (pop3server.xml: digipoort.audit.key; none signs nothing)";
    }

    @Override
    public String toString() {
        return "the signing key of the audit trail " + path;
    }
}
