// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.time.Clock;
import java.time.Instant;

/**
 * When the messages of one account came, from which retention counts: a time that cannot be is the time of the conversion. Not thread-safe.
 */
final class ArrivalTimes {
    /** No server to come from is as old. */
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    private final Clock clock;
    private int replaced;

    ArrivalTimes(Clock clock) {
        this.clock = clock;
    }

    static boolean canBe(Instant time, Instant now) {
        return !time.isBefore(EARLIEST) && !time.isAfter(now);
    }

    /** @param said by the source */
    Instant of(Instant said) {
        Instant now = clock.instant();
        if (canBe(said, now)) {
            return said;
        }
        replaced++;
        return now;
    }

    /** For the line of the account; empty if there is nothing to say. */
    String remark() {
        return replaced == 0 ? "" : ", " + replaced + " messages from the future or before 2000: as of now";
    }
}
