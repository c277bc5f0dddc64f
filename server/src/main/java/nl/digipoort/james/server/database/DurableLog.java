// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.database;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HSQLDB's log of changes. HSQLDB only logs a failure to write or sync it, and acknowledges the commit: here a write is tried again until it
 * succeeds, and if it cannot be, or if a sync fails, the writer is stopped. Zeros are written ahead, so that a full disk is seen before the
 * log needs the space. No channel, which the interruption of a thread would close. HSQLDB guards it with a lock of its own; not thread-safe
 * otherwise.
 */
final class DurableLog extends OutputStream {
    /** The zeros ahead are at least this many octets, unless the disk is full. */
    static final int RESERVE = 1 << 19;

    private static final int STEP = 1 << 20;
    private static final byte[] ZEROS = new byte[STEP];
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Logger LOGGER = LoggerFactory.getLogger(DurableLog.class);

    private final Path file;
    private final RandomAccessFile octets;
    private final Consumer<FileSum> synced;
    private final WriterStop stop;
    private final CRC32C crc = new CRC32C();
    private long position;
    private long allocated;
    private boolean full;
    private boolean open = true;

    private DurableLog(Path file, RandomAccessFile octets, Consumer<FileSum> synced, WriterStop stop) {
        this.file = file;
        this.octets = octets;
        this.synced = synced;
        this.stop = stop;
    }

    /**
     * Begins a log, in place of any that was there.
     *
     * @param synced is told of each beginning of the log that is on the disk, before the commit is acknowledged
     */
    static DurableLog begin(Path file, Consumer<FileSum> synced, WriterStop stop) throws IOException {
        RandomAccessFile octets = new RandomAccessFile(file.toFile(), "rw");
        octets.setLength(0);
        return new DurableLog(file, octets, synced, stop);
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        reserve(position + length);
        writePersistently(source, offset, length);
        crc.update(source, offset, length);
        position += length;
        allocated = Math.max(allocated, position);
    }

    /** Allocates more of the disk if little is left; a full disk is no failure as long as the log does not need it. */
    private void reserve(long needed) {
        if (needed + RESERVE <= allocated) {
            return;
        }
        try {
            long start = Math.max(allocated, needed);
            writeAt(start, ZEROS, 0, STEP);
            allocated = start + STEP;
            full = false;
        } catch (IOException e) {
            if (!full) {
                full = true;
                LOGGER.error("There is no more room for {}: {} octets are left in it", file, allocated - position, e);
            }
        }
    }

    /**
     * A write at a given position may be repeated, whatever part of it was done, unless the log is closed: nothing opens it again. An
     * interruption of the thread is left for later.
     */
    private void writePersistently(byte[] source, int offset, int length) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    writeAt(position, source, offset, length);
                    return;
                } catch (IOException e) {
                    if (!open || System.nanoTime() - deadline > 0) {
                        stop.stop(file + " cannot be written", e);
                        throw e;
                    }
                }
                interrupted |= Thread.interrupted();
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void writeAt(long start, byte[] source, int offset, int length) throws IOException {
        octets.seek(start);
        octets.write(source, offset, length);
    }

    /** After a failure the system may have dropped what it could not write, and a second sync would say nothing of it. */
    void sync() throws IOException {
        try {
            octets.getFD().sync();
        } catch (IOException e) {
            stop.stop(file + " cannot be synced to the disk", e);
            throw e;
        }
        synced.accept(new FileSum(position, crc.getValue()));
    }

    boolean isOpen() {
        return open;
    }

    @Override
    public void close() throws IOException {
        open = false;
        octets.close();
    }
}
