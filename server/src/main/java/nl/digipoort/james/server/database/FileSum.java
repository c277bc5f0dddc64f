// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.database;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** The length and the CRC-32C of a file, or of its beginning. Immutable. */
record FileSum(long length, long crc) {
    /** Of a file that is not there. */
    static final FileSum NONE = new FileSum(-1, 0);

    static final FileSum EMPTY = new FileSum(0, 0);

    private static final int BUFFER = 1 << 16;

    /** Of the whole file; {@link #NONE} if there is no such file. */
    static FileSum of(Path file) throws IOException {
        return Files.exists(file) ? ofFirst(file, Files.size(file)) : NONE;
    }

    /** @throws EOFException if the file is shorter */
    static FileSum ofFirst(Path file, long length) throws IOException {
        CRC32C crc = new CRC32C();
        byte[] buffer = new byte[BUFFER];
        try (InputStream stream = Files.newInputStream(file)) {
            long left = length;
            while (left > 0) {
                int count = stream.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (count < 0) {
                    throw new EOFException(file + " has less than " + length + " octets");
                }
                crc.update(buffer, 0, count);
                left -= count;
            }
        }
        return new FileSum(length, crc.getValue());
    }

    /** The length alone, for a file that changes in place. */
    static FileSum lengthOf(Path file) throws IOException {
        return Files.exists(file) ? new FileSum(Files.size(file), 0) : NONE;
    }

    boolean isThere() {
        return length >= 0;
    }

    String text() {
        return length + ":" + Long.toHexString(crc);
    }

    /** @throws IllegalArgumentException if it is no sum */
    static FileSum parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("'" + text + "' is no length and sum");
        }
        return new FileSum(Long.parseLong(parts[0]), Long.parseLong(parts[1], 16));
    }
}
