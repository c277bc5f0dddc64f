// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import nl.digipoort.james.configuration.KeyText;
import nl.digipoort.james.configuration.SecretFile;

/** A file with one key a line, each 32 octets as base64; the first seals. Lines that begin with # are comments. */
final class CredentialKeyFile implements KeySource {
    private static final int MOST_OCTETS = 8192;

    private final Path path;
    private final SecretFile file;

    CredentialKeyFile(Path path) {
        this.path = path;
        this.file = new SecretFile(path, "credential key", MOST_OCTETS);
    }

    @Override
    public KeyRing read() {
        byte[] text = new byte[0];
        try {
            text = file.read();
            return KeyText.lines(text, CredentialKey::of, CredentialKey::erase, KeyRing::of);
        } catch (IOException e) {
            throw new CredentialKeyException("cannot read " + this + advice(), e);
        } catch (IllegalArgumentException e) {
            throw new CredentialKeyException(this + " is malformed: " + e.getMessage() + advice());
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    @Override
    public String stamp() {
        return file.stamp();
    }

    private String advice() {
        return "; put the key back, or, where no records exist yet, make one with: openssl rand -base64 32 > " + path;
    }

    @Override
    public String toString() {
        return "the credential key " + path;
    }
}
