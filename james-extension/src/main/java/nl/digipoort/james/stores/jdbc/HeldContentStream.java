// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import nl.digipoort.james.mail.HeldMail;

/** The octets of a held mail, one chunk in memory at a time. Not thread-safe. */
final class HeldContentStream extends InputStream {
    private final HeldMail mail;
    private final Chunks chunks;
    private byte[] chunk;
    private int position;
    private int next;
    private long left;

    private HeldContentStream(HeldMail mail, Chunks chunks) {
        this.mail = mail;
        this.chunks = chunks;
        this.chunk = new byte[0];
        this.left = mail.octets();
    }

    /** The source of the chunks. */
    interface Chunks {
        /** A chunk, with no octets after the last one. Empty if the content no longer exists. */
        Optional<byte[]> get(String contentId, int number);
    }

    /** @throws IOException if the content no longer exists in the store */
    static InputStream open(HeldMail mail, Chunks chunks) throws IOException {
        HeldContentStream stream = new HeldContentStream(mail, chunks);
        stream.fill();
        return stream;
    }

    @Override
    public int read() throws IOException {
        return isAtEnd() ? -1 : chunk[position++] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (isAtEnd()) {
            return -1;
        }
        int count = Math.min(length, chunk.length - position);
        System.arraycopy(chunk, position, target, offset, count);
        position += count;
        return count;
    }

    private boolean isAtEnd() throws IOException {
        if (position == chunk.length && left > 0) {
            fill();
        }
        return position == chunk.length;
    }

    private void fill() throws IOException {
        chunk = chunks.get(mail.contentId(), next)
                .orElseThrow(() -> new IOException("the content of " + mail + " is not there any more"));
        position = 0;
        next++;
        left -= chunk.length;
        if (left < 0 || (chunk.length == 0 && left > 0)) {
            throw new EOFException("the content of " + mail + " is not whole any more");
        }
    }
}
