// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;

/**
 * The wall clock of one process that a test starts, which the test can step while the process runs. A preloaded library ({@code clock.c})
 * adds an offset to what the process and its children read; a step counts at once. The monotonic clock stays as it is, and so do the times
 * of files.
 *
 * <p>Use: add {@link #environment()} to the environment of a {@link ProcessBuilder}, start the process, and call {@link #step}. The folder
 * must be one that the user of the process may read. It works for PostgreSQL ({@link TestPostgres#withClock}) and for a JVM ({@code
 * System.currentTimeMillis} and {@code Clock} step; {@code System.nanoTime}, timers and timeouts do not).
 */
public final class SteppedClock {
    private final Path library;
    private final Path file;
    private Duration offset = Duration.ZERO;

    private SteppedClock(Path library, Path file) {
        this.library = library;
        this.file = file;
        write();
    }

    /** A clock that is right until it is stepped. Skips or fails the calling test if this machine has no gcc. */
    public static SteppedClock in(Path folder) {
        return new SteppedClock(PreloadedLibrary.compiled("clock"), folder.resolve("clock"));
    }

    public Path file() {
        return file;
    }

    /** What the process needs in its environment. */
    public Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "DIGIPOORT_TEST_CLOCK", file.toString());
    }

    /** Steps the clock forward, or back by a negative duration. Steps add up. */
    public synchronized void step(Duration by) {
        offset = offset.plus(by);
        write();
    }

    /** How far the clock is from the right time. */
    public synchronized Duration offset() {
        return offset;
    }

    private void write() {
        ByteBuffer nanos = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        nanos.putLong(offset.toNanos()).flip();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(nanos, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
