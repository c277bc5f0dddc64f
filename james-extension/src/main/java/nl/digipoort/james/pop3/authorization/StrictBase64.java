// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.util.Base64;
import java.util.Optional;

/** Base64 as RFC 5034 section 4 requires it: foreign characters and misplaced or missing padding are refused. */
final class StrictBase64 {
    private StrictBase64() {}

    /** The octets, or empty if the text is not base64. */
    static Optional<byte[]> decode(byte[] text) {
        if (text.length % 4 != 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static String encode(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }
}
