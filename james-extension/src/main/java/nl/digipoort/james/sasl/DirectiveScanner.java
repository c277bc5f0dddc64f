// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.util.function.IntPredicate;

/** Reads the words of a {@link DirectiveList} from left to right. */
final class DirectiveScanner {
    private static final String SEPARATORS = "()<>@,;:\\\"/[]?={} \t";
    private static final String NOT_BARE = ",\\\" \t";

    private final String message;
    private int position;

    DirectiveScanner(String message) {
        this.message = message;
    }

    /** Skips white space and empty elements; false at the end of the list. */
    boolean skipToElement() {
        skipWhiteSpace();
        while (at(',')) {
            position++;
            skipWhiteSpace();
        }
        return position < message.length();
    }

    /** A name and the "=" after it. */
    String name() throws DigestSyntaxException {
        String name = word(character -> isVisible(character) && SEPARATORS.indexOf(character) < 0);
        skipWhiteSpace();
        if (!at('=')) {
            throw new DigestSyntaxException("a directive has no value");
        }
        position++;
        skipWhiteSpace();
        return name;
    }

    String value() throws DigestSyntaxException {
        return at('"') ? quotedString() : word(character -> isVisible(character) && NOT_BARE.indexOf(character) < 0);
    }

    /** Checks that the element ends here: at a comma or at the end of the list. */
    void endElement() throws DigestSyntaxException {
        skipWhiteSpace();
        if (position < message.length() && !at(',')) {
            throw new DigestSyntaxException("a comma is missing");
        }
    }

    private String word(IntPredicate allowed) throws DigestSyntaxException {
        int start = position;
        while (position < message.length() && allowed.test(message.charAt(position))) {
            position++;
        }
        if (position == start) {
            throw new DigestSyntaxException("a word is missing");
        }
        return message.substring(start, position);
    }

    private String quotedString() throws DigestSyntaxException {
        StringBuilder value = new StringBuilder();
        position++;
        while (!at('"')) {
            boolean escaped = at('\\');
            position += escaped ? 1 : 0;
            value.append(quotedCharacter(escaped));
        }
        position++;
        return value.toString();
    }

    private char quotedCharacter(boolean escaped) throws DigestSyntaxException {
        if (position == message.length()) {
            throw new DigestSyntaxException("a quoted string has no end");
        }
        char character = message.charAt(position++);
        boolean control = (character < ' ' && character != '\t') || character == 0x7F;
        if (control || (escaped && character > 0x7F)) {
            throw new DigestSyntaxException("a quoted string holds a character that is not allowed");
        }
        return character;
    }

    /** LWS of RFC 2831 section 7.2: spaces and tabs, after a line break if there is one. */
    private void skipWhiteSpace() {
        while (at(' ') || at('\t') || atFold()) {
            position += at('\r') ? 3 : 1;
        }
    }

    private boolean atFold() {
        return message.startsWith("\r\n ", position) || message.startsWith("\r\n\t", position);
    }

    private boolean at(char character) {
        return position < message.length() && message.charAt(position) == character;
    }

    private static boolean isVisible(int character) {
        return character > ' ' && character < 0x7F;
    }
}
