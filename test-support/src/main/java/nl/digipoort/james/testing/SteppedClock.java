// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;

/**
 * The wall clock of one process that a test starts, which the test can step while the process runs. It is Debian's package
 * {@code faketime}: a library, loaded in front of the C library by {@code LD_PRELOAD}, adds an offset to what the process and its children
 * read. They read the offset again from {@link #file()} each time they ask for the time, so that a step counts at once. The monotonic clock
 * stays as it is, and so do the times of files.
 *
 * <p>Use: add {@link #environment()} to the environment of a {@link ProcessBuilder}, start the process, and call {@link #step}. The file must
 * be in a folder that the user of the process may read. It works for PostgreSQL ({@link TestPostgres#withClock}) and for a JVM ({@code
 * System.currentTimeMillis} and {@code Clock} step; {@code System.nanoTime}, timers and timeouts do not). Without the package the test is
 * skipped, but it fails if CI=true.
 */
public final class SteppedClock {
    private static final Path LIBRARY = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");

    private final Path file;
    private Duration offset = Duration.ZERO;

    private SteppedClock(Path file) {
        this.file = file;
        write();
    }

    /** A clock that is right until it is stepped. Skips or fails the calling test if this machine has no faketime. */
    public static SteppedClock in(Path folder) {
        boolean present = Files.isReadable(LIBRARY);
        if (Boolean.parseBoolean(System.getenv("CI"))) {
            assertThat(present).as("the package faketime: " + LIBRARY).isTrue();
        }
        assumeTrue(present, "no " + LIBRARY);
        return new SteppedClock(folder.resolve("clock"));
    }

    public Path file() {
        return file;
    }

    /** What the process needs in its environment. */
    public Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD",
                LIBRARY.toString(),
                "FAKETIME_TIMESTAMP_FILE",
                file.toString(),
                "FAKETIME_NO_CACHE",
                "1",
                // a name for each of its versions
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                "DONT_FAKE_MONOTONIC",
                "1",
                "NO_FAKE_STAT",
                "1");
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

    /** By a rename, so that no reader sees half of it. */
    private void write() {
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, (offset.isNegative() ? "" : "+") + offset.toSeconds() + "\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
