// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A text in UTF-8 that has passwords, in one array. Closed, it is erased. Not thread-safe. */
final class SecretText implements Closeable {
    private static final int BUFFER = 64 * 1024;

    private final String name;
    private final CharBuffer characters;

    private SecretText(String name, CharBuffer characters) {
        this.name = name;
        this.characters = characters;
    }

    /**
     * Reads all of a stream.
     *
     * @param name of the file, for {@link #error}
     * @throws ConvertException if it is not UTF-8
     */
    static SecretText read(String name, InputStream source) throws IOException, ConvertException {
        byte[] octets = octets(source);
        CharBuffer characters = CharBuffer.allocate(octets.length);
        try {
            CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
            CoderResult result = decoder.decode(ByteBuffer.wrap(octets), characters, true);
            SecretText text = new SecretText(name, characters.flip());
            if (result.isError()) {
                long line = text.lines().size();
                text.close();
                throw text.error(line, "not in UTF-8");
            }
            return text;
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    private static byte[] octets(InputStream source) throws IOException {
        byte[] octets = new byte[BUFFER];
        int length = 0;
        for (int count = source.read(octets); count >= 0; count = source.read(octets, length, octets.length - length)) {
            length += count;
            if (length == octets.length) {
                octets = moved(octets, 2 * length);
            }
        }
        return moved(octets, length);
    }

    private static byte[] moved(byte[] octets, int length) {
        byte[] copy = Arrays.copyOf(octets, length);
        Arrays.fill(octets, (byte) 0);
        return copy;
    }

    /** All of it, without a byte order mark. */
    CharBuffer characters() {
        boolean isMarked = characters.length() > 0 && characters.charAt(0) == '\uFEFF';
        return characters.subSequence(isMarked ? 1 : 0, characters.length());
    }

    /** Views of the lines of {@link #characters}, without their ends. */
    List<CharBuffer> lines() {
        CharBuffer text = characters();
        List<CharBuffer> lines = new ArrayList<>();
        int start = 0;
        for (int end = 0; end < text.length(); end++) {
            if (text.charAt(end) == '\n') {
                lines.add(line(text, start, end));
                start = end + 1;
            }
        }
        if (start < text.length() || lines.isEmpty()) {
            lines.add(line(text, start, text.length()));
        }
        return lines;
    }

    private static CharBuffer line(CharBuffer text, int start, int end) {
        boolean hasReturn = end > start && text.charAt(end - 1) == '\r';
        return text.subSequence(start, hasReturn ? end - 1 : end);
    }

    /** @param what is wrong in a line, without its text */
    ConvertException error(long line, String what) {
        return new ConvertException(name + ":" + line + ": " + what);
    }

    @Override
    public void close() {
        Arrays.fill(characters.array(), '\0');
    }
}
