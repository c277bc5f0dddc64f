// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
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
            return keys(text);
        } catch (IOException e) {
            throw new SigningKeyException("cannot read " + this + advice(), e);
        } catch (IllegalArgumentException e) {
            throw new SigningKeyException(this + " is malformed: " + e.getMessage() + advice(), null);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    private static List<SigningKey> keys(byte[] text) {
        List<SigningKey> keys = new ArrayList<>();
        int number = 0;
        for (String line : Splitter.on('\n').trimResults().split(new String(text, StandardCharsets.ISO_8859_1))) {
            number++;
            if (!line.isEmpty() && line.charAt(0) != '#') {
                keys.add(key(number, line));
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("it has no key");
        }
        return List.copyOf(keys);
    }

    private static SigningKey key(int line, String base64) {
        byte[] seed = new byte[0];
        try {
            seed = Base64.getDecoder().decode(base64);
            if (seed.length == SigningKey.OCTETS) {
                return new SigningKey(seed);
            }
        } catch (IllegalArgumentException e) {
            // The decoder's message quotes a character of the key.
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
        throw new IllegalArgumentException("line " + line + " is not base64 for " + SigningKey.OCTETS + " octets");
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
