// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.database;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The script that a checkpoint writes, with its sum. A failure to write fails the checkpoint, which changes nothing; HSQLDB goes on after a
 * failure to sync, so the writer is stopped. Not thread-safe.
 */
final class DurableScript extends OutputStream {
    private final Path file;
    private final FileOutputStream octets;
    private final Consumer<FileSum> complete;
    private final WriterStop stop;
    private final CRC32C crc = new CRC32C();
    private long length;
    private boolean failed;
    private boolean open = true;

    /** @param complete is told of the whole script when it is on the disk */
    DurableScript(Path file, Consumer<FileSum> complete, WriterStop stop) throws IOException {
        this.file = file;
        this.octets = new FileOutputStream(file.toFile());
        this.complete = complete;
        this.stop = stop;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int count) throws IOException {
        boolean written = false;
        try {
            octets.write(source, offset, count);
            crc.update(source, offset, count);
            length += count;
            written = true;
        } finally {
            failed |= !written;
        }
    }

    void sync() throws IOException {
        try {
            octets.getFD().sync();
        } catch (IOException e) {
            stop.stop(file + " cannot be synced to the disk", e);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        if (!open) {
            return;
        }
        open = false;
        octets.close();
        if (failed) {
            throw new IOException(file + " is not whole");
        }
        complete.accept(new FileSum(length, crc.getValue()));
    }
}
