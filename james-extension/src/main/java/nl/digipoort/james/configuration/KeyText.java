// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.configuration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** Reads keys of 32 octets as the operator writes them, in base64. Intermediate copies are erased. */
public final class KeyText {
    private static final int OCTETS = 32;

    private KeyText() {}

    /**
     * One key a line. Blank lines, and lines that begin with #, are skipped.
     *
     * @param key makes a key of its octets, which are erased afterwards
     * @param erase erases a key if not all can be used
     * @param whole what becomes of the keys, in their order
     * @throws IllegalArgumentException naming the line, never quoting it; or what {@code whole} throws
     */
    public static <K, R> R lines(byte[] text, Function<byte[], K> key, Consumer<K> erase, Function<List<K>, R> whole) {
        return parse("line", split(text, octet -> octet == '\n'), KeyText::meansNothing, key, erase, whole);
    }

    /**
     * Keys separated by commas or white space; otherwise as {@link #lines}.
     *
     * @throws IllegalArgumentException naming the position of the key, never quoting it; or what {@code whole} throws
     */
    public static <K, R> R words(byte[] text, Function<byte[], K> key, Consumer<K> erase, Function<List<K>, R> whole) {
        List<byte[]> words = split(text, octet -> octet == ',' || octet <= ' ');
        words.removeIf(word -> word.length == 0);
        return parse("key", words, word -> false, key, erase, whole);
    }

    private static <K, R> R parse(
            String noun,
            List<byte[]> pieces,
            Predicate<byte[]> skip,
            Function<byte[], K> key,
            Consumer<K> erase,
            Function<List<K>, R> whole) {
        List<K> keys = new ArrayList<>();
        boolean used = false;
        try {
            for (int i = 0; i < pieces.size(); i++) {
                if (!skip.test(pieces.get(i))) {
                    keys.add(key(noun + " " + (i + 1), pieces.get(i), key));
                }
            }
            R result = whole.apply(keys);
            used = true;
            return result;
        } finally {
            if (!used) {
                keys.forEach(erase);
            }
            pieces.forEach(piece -> Arrays.fill(piece, (byte) 0));
        }
    }

    private static <K> K key(String place, byte[] base64, Function<byte[], K> key) {
        byte[] octets = new byte[0];
        try {
            octets = Base64.getDecoder().decode(base64);
            if (octets.length == OCTETS) {
                return key.apply(octets);
            }
        } catch (IllegalArgumentException e) {
            // the decoder's message quotes a character of the key
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
        throw new IllegalArgumentException(place + " is not base64 for " + OCTETS + " octets");
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
