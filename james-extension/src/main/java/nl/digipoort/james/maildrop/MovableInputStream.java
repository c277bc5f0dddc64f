// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import nl.digipoort.james.lock.OwnedLease;
import org.apache.commons.io.IOUtils;

/**
 * A message that can be moved from memory into a file while it is read. Reading fails when the lease is lost, because another session may
 * get the same message. Only the file's owner can read the file, and its name is removed before the first octet is written. Not
 * thread-safe.
 */
final class MovableInputStream extends InputStream {
    private static final int CHUNK = 64 * 1024;

    private final OwnedLease lease;
    private InputStream source;

    /** @param lease the lease of the message's maildrop */
    MovableInputStream(InputStream source, OwnedLease lease) {
        this.source = source;
        this.lease = lease;
    }

    /** Copies the unread octets into a file and releases the source. */
    void moveTo(Path directory) throws IOException {
        FileChannel file = unnamedFile(directory);
        boolean moved = false;
        try {
            IOUtils.copy(source, Channels.newOutputStream(file), CHUNK);
            file.position(0);
            moved = true;
        } finally {
            if (!moved) {
                file.close();
            }
        }
        InputStream memory = source;
        source = new BufferedInputStream(Channels.newInputStream(file), CHUNK);
        memory.close();
    }

    /** Creates a file for its owner only, and removes it from the directory once it is open. */
    private static FileChannel unnamedFile(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "digipoort-", ".body");
        try {
            return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } finally {
            Files.delete(file);
        }
    }

    @Override
    public int read() throws IOException {
        requireLease();
        return source.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        requireLease();
        return source.read(target, offset, length);
    }

    private void requireLease() throws IOException {
        if (lease.isLost()) {
            throw new IOException("the lock of " + lease + " is lost");
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
