// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.clock;

import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import java.util.function.LongSupplier;
import nl.digipoort.james.testing.RecordedGauges;
import nl.digipoort.james.testing.TestClock;
import org.apache.james.metrics.tests.RecordingMetricFactory;

/** Watches for tests of other packages, which find no note. */
public final class TestClocks {
    private TestClocks() {}

    /** Trusts the clock until it steps. */
    public static ClockWatch watching(TestClock clock) {
        return watching(clock, clock::nanos);
    }

    /** Watches the clocks of this machine. */
    public static ClockWatch system() {
        return watching(Clock.systemUTC(), System::nanoTime);
    }

    /** What the watch does every few seconds. */
    public static void look(ClockWatch watch) {
        watch.look();
    }

    /** Ends a watch that was started. */
    public static void stop(ClockWatch watch) {
        watch.stop();
    }

    private static ClockWatch watching(Clock clock, LongSupplier nanos) {
        return new ClockWatch(
                clock,
                nanos,
                new ClockNote(Path.of("target/clock-of-tests", UUID.randomUUID().toString())),
                new ClockMetrics(new RecordingMetricFactory(), new RecordedGauges()));
    }
}
