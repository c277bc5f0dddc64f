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

    /** Reads the first chunk, of empty content too: so content that is not there any more is not opened. */
    @Override
    public InputStream open() throws IOException {
        Chunks chunks = new Chunks();
        chunks.take(0);
        return chunks;
    }

    /** Not thread-safe. */
    private final class Chunks extends InputStream {
        private byte[] chunk = {};
        private int position;
        private int next;
        private long left = octets;

        private void take(int number) throws IOException {
            chunk = source.read(number);
            if (chunk.length != Math.min(chunkOctets, left)) {
                throw new EOFException("chunk " + number + " of the content is not whole any more");
            }
            position = 0;
            next = number + 1;
            left -= chunk.length;
        }

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

        private boolean hasMore() throws IOException {
            if (position == chunk.length && left > 0) {
                take(next);
            }
            return position < chunk.length;
        }

        @Override
        public int available() {
            return chunk.length - position;
        }
    }
}
