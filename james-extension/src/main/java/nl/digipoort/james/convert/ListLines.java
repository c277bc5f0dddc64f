// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The lines of a server's list, none longer than a server writes them. Not thread-safe. */
final class ListLines implements Closeable {
    /** A file name of 255 octets, a unique-id, and fields of extensions. */
    private static final int LONGEST = 4096;

    private final Path file;
    private final InputStream content;
    private final byte[] line = new byte[LONGEST];

    private ListLines(Path file, InputStream content) {
        this.file = file;
        this.content = content;
    }

    static ListLines open(Path file) throws IOException {
        return new ListLines(file, new BufferedInputStream(Channels.newInputStream(UserFiles.open(file))));
    }

    /** The next line without its end; null at the end of the file. */
    String next() throws IOException, ConvertException {
        int length = 0;
        int octet = content.read();
        if (octet < 0) {
            return null;
        }
        for (; octet >= 0 && octet != '\n'; octet = content.read()) {
            if (length == LONGEST) {
                throw new ConvertException(file + " has a line of more than " + LONGEST + " octets");
            }
            line[length++] = (byte) octet;
        }
        return new String(line, 0, length, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
