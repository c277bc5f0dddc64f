// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.delivery;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.james.core.Username;

/**
 * The pauses after failed attempts to bring held mail into a maildrop: one second, then twice as long each time, at most five minutes.
 * Measured by the monotonic clock. Thread-safe.
 */
final class BackOff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Map<Username, Pause> pauses = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    /** @param nanos the monotonic clock */
    BackOff(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** @return whether this is the first failure in a row */
    boolean failed(Username maildrop) {
        Pause pause = pauses.compute(
                maildrop,
                (key, last) -> last == null ? new Pause(FIRST, nanos.getAsLong()) : last.longer(nanos.getAsLong()));
        return pause.length.equals(FIRST);
    }

    /** @return whether the previous try had failed */
    boolean succeeded(Username maildrop) {
        return pauses.remove(maildrop) != null;
    }

    boolean isPausing(Username maildrop) {
        Pause pause = pauses.get(maildrop);
        return pause != null && nanos.getAsLong() - pause.from < pause.length.toNanos();
    }

    private static final class Pause {
        private final Duration length;
        private final long from;

        private Pause(Duration length, long from) {
            this.length = length;
            this.from = from;
        }

        private Pause longer(long now) {
            Duration doubled = length.multipliedBy(2);
            return new Pause(doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST, now);
        }
    }
}
