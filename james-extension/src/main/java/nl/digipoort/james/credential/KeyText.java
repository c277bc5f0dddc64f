// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** Reads keys as the operator writes them, in base64. Intermediate copies are erased. */
final class KeyText {
    private KeyText() {}

    /**
     * One key a line. Blank lines, and lines that begin with #, are skipped.
     *
     * @throws IllegalArgumentException naming the line, never quoting it
     */
    static KeyRing lines(byte[] text) {
        return parse("line", split(text, octet -> octet == '\n'), KeyText::meansNothing);
    }

    /**
     * Keys separated by commas or white space.
     *
     * @throws IllegalArgumentException naming the position of the key, never quoting it
     */
    static KeyRing words(byte[] text) {
        List<byte[]> words = split(text, octet -> octet == ',' || octet <= ' ');
        words.removeIf(word -> word.length == 0);
        return parse("key", words, word -> false);
    }

    private static KeyRing parse(String noun, List<byte[]> pieces, Predicate<byte[]> skip) {
        List<CredentialKey> keys = new ArrayList<>();
        try {
            for (int i = 0; i < pieces.size(); i++) {
                if (!skip.test(pieces.get(i))) {
                    keys.add(key(noun + " " + (i + 1), pieces.get(i)));
                }
            }
            return KeyRing.of(keys);
        } catch (IllegalArgumentException e) {
            keys.forEach(CredentialKey::erase);
            throw e;
        } finally {
            pieces.forEach(piece -> Arrays.fill(piece, (byte) 0));
        }
    }

    private static CredentialKey key(String place, byte[] base64) {
        try {
            return CredentialKey.parse(base64);
        } catch (IllegalArgumentException e) {
            // without the cause: the decoder's message quotes a character of the key
            throw new IllegalArgumentException(place + " is not base64 for " + CredentialKey.OCTETS + " octets");
        }
    }

    private static boolean meansNothing(byte[] line) {
        if (line.length > 0 && line[0] == '#') {
            return true;
        }
        for (byte octet : line) {
            if (octet != ' ' && octet != '\t') {
                return false;
            }
        }
        return true;
    }

    private static List<byte[]> split(byte[] text, IntPredicate separator) {
        List<byte[]> pieces = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length; i++) {
            if (i == text.length || separator.test(text[i])) {
                boolean carriageReturn = i > start && text[i - 1] == '\r';
                pieces.add(Arrays.copyOfRange(text, start, carriageReturn ? i - 1 : i));
                start = i + 1;
            }
        }
        return pieces;
    }
}
