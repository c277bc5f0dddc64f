// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads a file from its beginning without moving the file's own position, so several threads may read it. Does not close it. */
final class FileRangeInputStream extends InputStream {
    /** Most octets of one read: the JDK keeps a buffer of that size outside the heap. */
    private static final int MOST_AT_ONCE = 64 * 1024;

    private final FileChannel file;
    private final long length;
    private long position;

    FileRangeInputStream(FileChannel file, long length) {
        this.file = file;
        this.length = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (position == length) {
            return -1;
        }
        int most = (int) Math.min(length - position, Math.min(count, MOST_AT_ONCE));
        int read = file.read(ByteBuffer.wrap(target, offset, most), position);
        if (read < 0) {
            throw new IOException("the file ends after " + position + " of " + length + " octets");
        }
        position += read;
        return read;
    }
}
