// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import nl.digipoort.james.configuration.KeyText;

/** An environment variable with keys in base64, separated by commas or white space; the first seals. */
final class CredentialKeyVariable implements KeySource {
    private final String name;
    private final Map<String, String> environment;

    CredentialKeyVariable(String name, Map<String, String> environment) {
        this.name = name;
        this.environment = environment;
    }

    @Override
    public KeyRing read() {
        String value = environment.get(name);
        if (value == null) {
            throw new CredentialKeyException(this + " is not set" + advice());
        }
        if (value.isBlank()) {
            throw new CredentialKeyException(this + " is empty" + advice());
        }
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        try {
            return KeyText.words(text, CredentialKey::of, CredentialKey::erase, KeyRing::of);
        } catch (IllegalArgumentException e) {
            throw new CredentialKeyException(this + " is malformed: " + e.getMessage() + advice());
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    /** Constant, because the environment of a process does not change. */
    @Override
    public String stamp() {
        return "";
    }

    private static String advice() {
        return "; allowed: 1 to " + KeyRing.MOST_KEYS + " keys, each 32 octets in base64, with commas between";
    }

    @Override
    public String toString() {
        return "the credential key in the environment variable " + name;
    }
}
