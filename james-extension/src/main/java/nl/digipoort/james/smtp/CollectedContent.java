// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import nl.digipoort.james.mail.MailContent;

/**
 * The octets of one incoming message. They stay in memory while the message is small and memory is left, and then go to a file. Only the
 * owner can read the file, and its name is removed before the first octet is written, so no file is left however the server ends. One
 * thread writes it and {@link #finish finishes} it; after that it can be read.
 */
final class CollectedContent implements MailContent, AutoCloseable {
    private static final int FIRST = 4 * 1024;
    private static final int BUFFER = 16 * 1024;

    private final DataSettings settings;
    private final DataMemory shared;
    private byte[] memory = {};
    private FileChannel file;
    private OutputStream toFile;
    private long octets;

    CollectedContent(DataSettings settings, DataMemory shared) {
        this.settings = settings;
        this.shared = shared;
    }

    void write(byte[] from, int offset, int length) throws IOException {
        if (file == null && !fits(octets + length)) {
            moveToFile();
        }
        if (file == null) {
            System.arraycopy(from, offset, memory, (int) octets, length);
        } else {
            toFile.write(from, offset, length);
        }
        octets += length;
    }

    private boolean fits(long needed) {
        if (needed <= memory.length) {
            return true;
        }
        int larger = (int) Math.min(settings.inMemory(), Math.max(needed, Math.max(FIRST, 2L * memory.length)));
        if (needed > larger || !shared.take(larger - memory.length)) {
            return false;
        }
        memory = Arrays.copyOf(memory, larger);
        return true;
    }

    private void moveToFile() throws IOException {
        file = unnamedFile(settings.spoolDirectory());
        toFile = new BufferedOutputStream(Channels.newOutputStream(file), BUFFER);
        toFile.write(memory, 0, (int) octets);
        letMemoryGo();
    }

    private static FileChannel unnamedFile(Path directory) throws IOException {
        // Only the owner can read it.
        Path path = Files.createTempFile(directory, "digipoort-", ".incoming");
        try {
            return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } finally {
            Files.delete(path);
        }
    }

    private void letMemoryGo() {
        shared.give(memory.length);
        memory = new byte[0];
    }

    /** Ends the writing. */
    void finish() throws IOException {
        if (toFile != null) {
            toFile.flush();
            toFile = null;
        }
    }

    @Override
    public long octets() {
        return octets;
    }

    @Override
    public InputStream open() {
        return file == null
                ? new ByteArrayInputStream(memory, 0, (int) octets)
                : new FileRangeInputStream(file, octets);
    }

    /** Releases memory and file; may be called again. */
    @Override
    public void close() throws IOException {
        letMemoryGo();
        if (file != null) {
            file.close();
        }
    }
}
