// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import java.io.IOException;
import java.io.InputStream;

/**
 * A message with the line ends that POP3 requires (RFC 1939 sections 3 and 11): LF becomes CRLF, and a message that does not end in one gets a
 * final CRLF. All other octets stay, a bare CR and NUL too. Not thread-safe.
 */
public final class CanonicalInputStream extends InputStream {
    private static final int CHUNK = 16 * 1024;

    /** Where servers differ. */
    public enum Form {
        /** This server's: a bare LF becomes CRLF, and an empty message stays empty. */
        OURS,
        /** The same, but an empty message becomes CRLF. */
        DOVECOT,
        /** Each LF gets a CR, that of CRLF too, which becomes CR CR LF; an empty message becomes CRLF. */
        COURIER
    }

    private final InputStream stored;
    private final Form form;
    private final byte[] in = new byte[CHUNK];
    private final byte[] out = new byte[2 * CHUNK + 2];
    private int position;
    private int limit;
    private byte last;
    private boolean empty = true;
    private boolean ended;

    public CanonicalInputStream(InputStream stored) {
        this(stored, Form.OURS);
    }

    /** @param form what the server that stored the message makes of it */
    public CanonicalInputStream(InputStream stored, Form form) {
        this.stored = stored;
        this.form = form;
    }

    /** The number of octets in canonical form. Reads the stream to its end and does not close it. */
    public static long length(InputStream stored) throws IOException {
        @SuppressWarnings("resource")
        CanonicalInputStream canonical = new CanonicalInputStream(stored);
        long length = 0;
        while (canonical.fill()) {
            length += canonical.limit;
        }
        return length;
    }

    @Override
    public int read() throws IOException {
        return position < limit || fill() ? out[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == limit && !fill()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(out, position, target, offset, count);
        position += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        stored.close();
    }

    /** Converts the next chunk. False at the end; a chunk is never empty. */
    private boolean fill() throws IOException {
        if (ended) {
            position = 0;
            limit = 0;
            return false;
        }
        int count = stored.read(in);
        position = 0;
        limit = 0;
        if (count < 0) {
            ended = true;
            completeLastLine();
        } else {
            for (int i = 0; i < count; i++) {
                append(in[i]);
            }
        }
        return limit > 0 || fill();
    }

    private void append(byte octet) {
        if (octet == '\n' && (last != '\r' || form == Form.COURIER)) {
            out[limit++] = '\r';
        }
        out[limit++] = octet;
        last = octet;
        empty = false;
    }

    private void completeLastLine() {
        if (last != '\n' && !(empty && form == Form.OURS)) {
            out[limit++] = '\r';
            out[limit++] = '\n';
        }
    }
}
