// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Secrets in arrays of their own, which their holders erase. */
final class Secrets {
    private Secrets() {}

    static char[] copy(CharSequence text) {
        char[] copy = new char[text.length()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = text.charAt(i);
        }
        return copy;
    }

    /**
     * Decodes UTF-8, and erases the octets.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static char[] decode(byte[] octets) {
        CharBuffer decoded = null;
        try {
            decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
            return copy(decoded);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not in UTF-8", e);
        } finally {
            Arrays.fill(octets, (byte) 0);
            if (decoded != null) {
                Arrays.fill(decoded.array(), '\0');
            }
        }
    }
}
