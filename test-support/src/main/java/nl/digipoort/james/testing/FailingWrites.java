// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * The disk of one process that a test starts: a write of its choice fails. A preloaded library ({@code writes.c}) counts what the process
 * writes to files below one folder, and fails it there; the JVM and its libraries see what a disk would answer.
 */
public final class FailingWrites {
    private static final int LEFT = 0;
    private static final int SEEN = Long.BYTES;
    private static final int FAILED = 2 * Long.BYTES;
    private static final int KIND = 3 * Long.BYTES;
    private static final int PREFIX = 4 * Long.BYTES;
    private static final int LONGEST_PREFIX = 1024;

    private final Path library;
    private final Path file;

    /** How the write fails. */
    public enum Kind {
        /** No write fails. */
        NONE(0),
        /** No space is left from this write on. */
        FULL(1),
        /** One write fails with an error of the device. */
        BROKEN(2),
        /** Half of one write is made, and no space is left for the rest and all later ones. */
        TORN(3),
        /** One sync fails; what was written before it may be lost. */
        UNSYNCED(4);

        /** As {@code writes.c} numbers them. */
        private final long code;

        Kind(long code) {
            this.code = code;
        }
    }

    private FailingWrites(Path library, Path file) {
        this.library = library;
        this.file = file;
    }

    /**
     * Writes that all work until {@link #failAt}. Skips or fails the calling test if this machine has no gcc.
     *
     * @param file is made, for the process and this JVM
     * @param folder only files below it count, but no log
     */
    public static FailingWrites in(Path file, Path folder) {
        byte[] prefix = (folder.toAbsolutePath() + "/").getBytes(StandardCharsets.UTF_8);
        assertThat(prefix).hasSizeLessThan(LONGEST_PREFIX);
        FailingWrites writes = new FailingWrites(PreloadedLibrary.compiled("writes"), file);
        ByteBuffer control = ByteBuffer.allocate(PREFIX + LONGEST_PREFIX).order(ByteOrder.nativeOrder());
        control.put(PREFIX, prefix);
        writes.write(control, 0);
        return writes;
    }

    /** What the process needs in its environment. */
    public Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "DIGIPOORT_TEST_WRITES", file.toString());
    }

    /** Lets the n-th write from now on fail, or the n-th sync; 1 is the next one. */
    public void failAt(long n, Kind kind) {
        write(Kind.NONE);
        ByteBuffer numbers = ByteBuffer.allocate(KIND).order(ByteOrder.nativeOrder());
        numbers.putLong(LEFT, n);
        write(numbers, LEFT);
        write(kind);
    }

    /** Counts from now on what could fail in this way, and lets it work. */
    public void count(Kind kind) {
        failAt(Long.MAX_VALUE, kind);
    }

    /** Lets everything work again. */
    public void stop() {
        write(Kind.NONE);
    }

    /** How many writes or syncs there were between {@link #count} or {@link #failAt} and {@link #stop}. */
    public long counted() {
        return read(SEEN);
    }

    /** Whether anything has failed since {@link #failAt}. */
    public boolean hasFailed() {
        return read(FAILED) > 0;
    }

    private long read(long at) {
        ByteBuffer number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.read(number, at);
            return number.getLong(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Kind kind) {
        ByteBuffer number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        write(number.putLong(0, kind.code), KIND);
    }

    private void write(ByteBuffer octets, long at) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(octets, at);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
