// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.IOException;
import java.io.InputStream;

/**
 * What {@code RETR} makes of a file: LF becomes CRLF, and a message that does not end in LF, or is empty, gets a final CRLF. All other octets
 * stay, a bare CR and NUL too. Not thread-safe.
 */
final class WireInputStream extends InputStream {
    private static final int CHUNK = 16 * 1024;

    /** Which LF gets a CR. */
    enum LineEnds {
        /** One without it, as Dovecot does it. */
        BARE_ONLY,
        /** Each, as Courier does it: CRLF in a file becomes CR CR LF. */
        ALL
    }

    private final InputStream file;
    private final LineEnds lineEnds;
    private final byte[] in = new byte[CHUNK];
    private final byte[] out = new byte[2 * CHUNK];
    private int position;
    private int limit;
    private byte last;
    private boolean ended;

    WireInputStream(InputStream file, LineEnds lineEnds) {
        this.file = file;
        this.lineEnds = lineEnds;
    }

    @Override
    public int read() throws IOException {
        return fill() ? out[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(out, position, target, offset, count);
        position += count;
        return count;
    }

    /** False at the end. */
    private boolean fill() throws IOException {
        while (position == limit && !ended) {
            position = 0;
            limit = 0;
            int count = file.read(in);
            for (int i = 0; i < count; i++) {
                append(in[i]);
            }
            if (count < 0) {
                ended = true;
                complete();
            }
        }
        return position < limit;
    }

    private void append(byte octet) {
        if (octet == '\n' && (last != '\r' || lineEnds == LineEnds.ALL)) {
            out[limit++] = '\r';
        }
        out[limit++] = octet;
        last = octet;
    }

    private void complete() {
        if (last != '\n') {
            out[limit++] = '\r';
            out[limit++] = '\n';
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
