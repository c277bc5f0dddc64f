// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the first Message-ID of a header (RFC 5322 section 3.6.4) that comes in pieces cut anywhere, with CRLF line ends. It keeps no more
 * of a line than a field of the audit trail can have, and reads nothing after the header. Not thread-safe.
 */
public final class MessageIdScan {
    private static final String NAME = "message-id:";
    /** Room for the name, a value on one or more lines, and blanks between. */
    private static final int MOST_KEPT = NAME.length() + 1024;

    private final StringBuilder field = new StringBuilder();
    private String found;
    private int lineLength;
    private boolean ended;

    public void look(byte[] octets, int offset, int length) {
        for (int i = offset; i < offset + length && !ended; i++) {
            accept(octets[i]);
        }
    }

    private void accept(byte octet) {
        if (octet == '\n') {
            if (lineLength == 0) {
                endField();
                ended = true;
            }
            lineLength = 0;
        } else if (octet != '\r') {
            if (lineLength == 0 && octet != ' ' && octet != '\t') {
                endField();
            }
            lineLength++;
            if (field.length() < MOST_KEPT) {
                field.append((char) (octet & 0xFF));
            }
        }
    }

    private void endField() {
        String text = field.toString();
        field.setLength(0);
        if (text.length() > NAME.length()
                && text.substring(0, NAME.length()).toLowerCase(Locale.ROOT).equals(NAME)) {
            // non-ASCII octets are probably UTF-8 (RFC 6532)
            found = new String(
                            text.substring(NAME.length()).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                    .strip();
            ended = true;
        }
    }

    /** The Message-ID, if the octets so far have one. */
    public Optional<String> found() {
        return Optional.ofNullable(found).filter(text -> !text.isEmpty());
    }
}
