// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * A message of an mbox without the fields in which Dovecot keeps its own data, as clients see it: of the CRs before an LF in the header one is
 * left out. Not thread-safe.
 */
final class ShownFieldsInputStream extends InputStream {
    private static final Set<String> HIDDEN =
            Set.of("content-length", "status", "x-imap", "x-imapbase", "x-keywords", "x-status", "x-uid");
    private static final int LONGEST_NAME = 14;
    private static final int NOTHING = -2;

    private final InputStream message;
    private final byte[] begin = new byte[LONGEST_NAME + 2];
    /** What of {@link #begin} is not read yet, before the rest of its line. */
    private int position;

    private int limit;
    /** What was read behind a CR. */
    private int ahead = NOTHING;

    private boolean atLine = true;
    private boolean inHeader = true;
    private boolean hiding;

    ShownFieldsInputStream(InputStream message) {
        this.message = message;
    }

    @Override
    public int read() throws IOException {
        while (inHeader && atLine && position == limit) {
            beginLine();
        }
        if (position < limit) {
            return begin[position++] & 0xFF;
        }
        int octet = next();
        atLine = octet == '\n';
        return octet;
    }

    private int next() throws IOException {
        int octet = ahead == NOTHING ? message.read() : ahead;
        ahead = NOTHING;
        if (octet != '\r' || !inHeader) {
            return octet;
        }
        int following = message.read();
        if (following == '\n') {
            return following;
        }
        ahead = following;
        return octet;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = 0;
        while (count < length && (inHeader || position < limit)) {
            int octet = read();
            if (octet < 0) {
                return count == 0 ? -1 : count;
            }
            target[offset + count++] = (byte) octet;
        }
        return count > 0 || length == 0 ? count : message.read(target, offset, length);
    }

    /** Reads as much of a line as tells whether it is shown; one that is not is skipped, however long. */
    private void beginLine() throws IOException {
        position = 0;
        limit = 0;
        int octet = next();
        while (octet >= 0) {
            begin[limit++] = (byte) octet;
            if (octet == '\n' || limit == begin.length) {
                break;
            }
            octet = next();
        }
        atLine = octet == '\n';
        String line = new String(begin, 0, limit, StandardCharsets.ISO_8859_1);
        if (!line.startsWith(" ") && !line.startsWith("\t")) {
            int colon = line.indexOf(':');
            hiding = colon > 0
                    && HIDDEN.contains(line.substring(0, colon).strip().toLowerCase(Locale.ROOT));
        }
        inHeader = octet >= 0 && !line.equals("\n");
        if (hiding) {
            limit = 0;
            skipLine();
        }
    }

    private void skipLine() throws IOException {
        while (!atLine && inHeader) {
            int octet = next();
            inHeader = octet >= 0;
            atLine = octet == '\n';
        }
    }

    @Override
    public void close() throws IOException {
        message.close();
    }
}
