// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import nl.digipoort.james.mail.MailContent;

/**
 * A copy of the octets of a held mail outside the database, in memory or, if large, in a temporary file. The connection is busy while they
 * are written into the mailbox, and reading would need a second one. The creator closes it.
 */
final class SpooledContent implements MailContent, Closeable {
    private static final int IN_MEMORY = 1024 * 1024;
    private static final Path NO_FILE = Path.of("");

    private final byte[] octets;
    private final Path file;
    private final long count;

    private SpooledContent(byte[] octets, Path file, long count) {
        this.octets = octets;
        this.file = file;
        this.count = count;
    }

    static SpooledContent of(MailContent content) throws IOException {
        try (InputStream stream = content.open()) {
            return content.octets() <= IN_MEMORY
                    ? new SpooledContent(stream.readAllBytes(), NO_FILE, content.octets())
                    : inFile(stream, content.octets());
        }
    }

    private static SpooledContent inFile(InputStream stream, long count) throws IOException {
        SpooledContent spooled = new SpooledContent(new byte[0], Files.createTempFile("held", ".mail"), count);
        try {
            Files.copy(stream, spooled.file, StandardCopyOption.REPLACE_EXISTING);
            return spooled;
        } catch (IOException | RuntimeException e) {
            spooled.close();
            throw e;
        }
    }

    @Override
    public long octets() {
        return count;
    }

    @Override
    public InputStream open() throws IOException {
        return file.equals(NO_FILE) ? new ByteArrayInputStream(octets) : Files.newInputStream(file);
    }

    @Override
    public void close() throws IOException {
        if (!file.equals(NO_FILE)) {
            Files.deleteIfExists(file);
        }
    }
}
