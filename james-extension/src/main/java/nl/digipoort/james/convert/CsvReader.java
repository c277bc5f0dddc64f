// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The rows of a text in CSV (RFC 4180), read strictly; a line may end in LF alone. Not thread-safe. */
final class CsvReader {
    private static final char QUOTE = '"';

    private final SecretText text;
    private final CharBuffer characters;
    private int next;
    private long line = 1;
    private long rowLine = 1;

    CsvReader(SecretText text) {
        this.text = text;
        this.characters = text.characters();
    }

    /** The line in which the last row begins. */
    long rowLine() {
        return rowLine;
    }

    /** The fields of the next row, which the caller erases; empty at the end. */
    Optional<List<char[]>> next() throws ConvertException {
        if (isAtEnd()) {
            return Optional.empty();
        }
        rowLine = line;
        List<char[]> fields = new ArrayList<>();
        fields.add(field());
        while (!isAtEnd() && peek() == ',') {
            next++;
            fields.add(field());
        }
        endLine();
        return Optional.of(fields);
    }

    private char[] field() throws ConvertException {
        return !isAtEnd() && peek() == QUOTE ? quoted() : plain();
    }

    private char[] plain() throws ConvertException {
        int start = next;
        while (!isAtEnd() && peek() != ',' && peek() != '\n' && !isAtReturn()) {
            if (peek() == QUOTE) {
                throw text.error(line, "a quotation mark within a field that does not begin with one");
            }
            next++;
        }
        return Secrets.copy(characters.subSequence(start, next));
    }

    private char[] quoted() throws ConvertException {
        long begun = line;
        char[] field = new char[characters.length() - next];
        int length = 0;
        next++;
        while (!isAtEnd() && !isClosing()) {
            if (peek() == QUOTE) {
                next++;
            }
            line += peek() == '\n' ? 1 : 0;
            field[length++] = characters.charAt(next++);
        }
        char[] copy = Arrays.copyOf(field, length);
        Arrays.fill(field, '\0');
        if (isAtEnd()) {
            Arrays.fill(copy, '\0');
            throw text.error(begun, "a quotation mark that is not closed");
        }
        next++;
        return copy;
    }

    private boolean isClosing() {
        boolean isDoubled = next + 1 < characters.length() && characters.charAt(next + 1) == QUOTE;
        return peek() == QUOTE && !isDoubled;
    }

    private void endLine() throws ConvertException {
        if (isAtEnd()) {
            return;
        }
        if (isAtReturn()) {
            next++;
        }
        if (peek() != '\n') {
            throw text.error(line, "something behind a closing quotation mark");
        }
        next++;
        line++;
    }

    private boolean isAtReturn() {
        return peek() == '\r' && next + 1 < characters.length() && characters.charAt(next + 1) == '\n';
    }

    private char peek() {
        return characters.charAt(next);
    }

    private boolean isAtEnd() {
        return next == characters.length();
    }
}
