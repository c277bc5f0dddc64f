// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The public keys that the auditor trusts. Immutable. */
final class TrustedKeys {
    /** What an auditor says who wants to check the chain alone. */
    static final String NONE = "none";

    private static final Pattern LINE = Pattern.compile("(?:([0-9a-f]{16})\\s+)?(\\S+)");
    private static final long MOST_OCTETS = 1024 * 1024;

    private final Set<PublicKey> keys;
    private final boolean required;

    private TrustedKeys(Set<PublicKey> keys, boolean required) {
        this.keys = keys;
        this.required = required;
    }

    /** @param sources each a file of lines {@code ID BASE64}, or the Base64 of a key; or only {@link #NONE} */
    static TrustedKeys of(List<String> sources) {
        if (sources.equals(List.of(NONE))) {
            return new TrustedKeys(Set.of(), false);
        }
        Set<PublicKey> keys = new HashSet<>();
        for (String source : sources) {
            Optional<PublicKey> key = PublicKey.of(source);
            keys.addAll(key.isPresent() ? List.of(key.get()) : inFile(Path.of(source)));
        }
        return new TrustedKeys(keys, true);
    }

    private static List<PublicKey> inFile(Path file) {
        try {
            if (Files.size(file) > MOST_OCTETS) {
                throw new WrongArguments("--key " + file + " is too large for a file of public keys");
            }
            List<PublicKey> keys = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank()) {
                    keys.add(inLine(file, line.strip()));
                }
            }
            if (keys.isEmpty()) {
                throw new WrongArguments("--key " + file + " has no public key");
            }
            return keys;
        } catch (IOException e) {
            throw new WrongArguments(
                    "--key " + file + " is neither a public key in Base64 nor a file that can be read: " + e);
        }
    }

    private static PublicKey inLine(Path file, String line) {
        Matcher words = LINE.matcher(line);
        return Optional.of(words)
                .filter(Matcher::matches)
                .flatMap(matched -> PublicKey.of(matched.group(2)))
                .filter(key -> words.group(1) == null || words.group(1).equals(key.id()))
                .orElseThrow(
                        () -> new WrongArguments("--key " + file + " has a line that is no public key (ID BASE64)"));
    }

    boolean contains(PublicKey key) {
        return keys.contains(key);
    }

    /** Whether the trail has to be signed by one of them. */
    boolean areRequired() {
        return required;
    }
}
