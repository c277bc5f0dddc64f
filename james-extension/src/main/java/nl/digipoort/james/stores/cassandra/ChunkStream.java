// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Reads octets chunk by chunk, with one chunk in memory at a time. Ends after the last chunk, or fails. Not thread-safe. */
final class ChunkStream extends InputStream {
    private final int chunks;
    private final Source source;
    private int next;
    private byte[] chunk = {};
    private int position;

    ChunkStream(int chunks, Source source) {
        this.chunks = chunks;
        this.source = source;
    }

    /** The source of the chunks. */
    interface Source {
        byte[] read(int chunk) throws IOException;
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
        while (position == chunk.length && next < chunks) {
            chunk = source.read(next);
            position = 0;
            next++;
        }
        return position < chunk.length;
    }

    @Override
    public int available() {
        return chunk.length - position;
    }
}
