// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Content that a store keeps in chunks of one length, the last one shorter. It is read with one chunk in memory at a time. Immutable. */
public final class ChunkedContent implements MailContent {
    private final long octets;
    private final int chunkOctets;
    private final Source source;

    public ChunkedContent(long octets, int chunkOctets, Source source) {
        this.octets = octets;
        this.chunkOctets = chunkOctets;
        this.source = source;
    }

    /** The source of the chunks. */
    public interface Source {
        /** @throws IOException if the chunk is not there any more */
        byte[] read(int chunk) throws IOException;
    }

    @Override
    public long octets() {
        return octets;
    }

    @Override
    public InputStream open() {
        return new Chunks();
    }

    /** Not thread-safe. */
    private final class Chunks extends InputStream {
        private byte[] chunk = {};
        private int position;
        private int next;
        private long left = octets;

        @Override
        public int read() throws IOException {
            return hasMore() ? chunk[position++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, target.length);
            if (length == 0) {
                return 0;
            }
            if (!hasMore()) {
                return -1;
            }
            int count = Math.min(length, chunk.length - position);
            System.arraycopy(chunk, position, target, offset, count);
            position += count;
            return count;
        }

        /** Reads the first chunk of empty content too: it shows that the content is still there. */
        private boolean hasMore() throws IOException {
            if (position == chunk.length && (left > 0 || next == 0)) {
                chunk = source.read(next);
                if (chunk.length != Math.min(chunkOctets, left)) {
                    throw new EOFException("chunk " + next + " of the content is not whole any more");
                }
                position = 0;
                next++;
                left -= chunk.length;
            }
            return position < chunk.length;
        }

        @Override
        public int available() {
            return chunk.length - position;
        }
    }
}
