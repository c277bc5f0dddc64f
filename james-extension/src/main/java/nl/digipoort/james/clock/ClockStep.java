// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.clock;

import java.time.Duration;
import java.time.Instant;

/** A wall clock that is not where the time that has passed would have brought it. Immutable. */
public final class ClockStep {
    private final Instant expected;
    private final Instant found;

    ClockStep(Instant expected, Instant found) {
        this.expected = expected;
        this.found = found;
    }

    /** The last trusted time and what has passed since then, as far as it could be measured. */
    public Instant expected() {
        return expected;
    }

    /** What the wall clock says. */
    public Instant found() {
        return found;
    }

    /** Negative if the clock stepped back. */
    public Duration by() {
        return Duration.between(expected, found);
    }

    /** The same in seconds, rounded: two clocks are never read at quite the same moment. */
    public long seconds() {
        return Math.round(by().toMillis() / 1000.0);
    }
}
