// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A ring of periods, one for each minute of the last day. Thread-safe. */
final class Minutes {
    private static final int A_DAY = (int) TimeUnit.DAYS.toMinutes(1);

    private final Period[] ring = new Period[A_DAY];

    synchronized void count(Instant now, Consumer<Period> event) {
        long minute = minute(now);
        int place = Math.floorMod(minute, A_DAY);
        if (ring[place] == null || !ring[place].isOf(minute)) {
            ring[place] = new Period(minute);
        }
        event.accept(ring[place]);
    }

    /**
     * Equal periods without a gap, the oldest first; the last one has not ended yet.
     *
     * @param length the minutes of each period; periods begin at multiples of it
     * @param count how many periods; all together are a day at most
     */
    synchronized List<Period> periods(Instant now, int length, int count) {
        if (length * count > A_DAY) {
            throw new IllegalArgumentException("no more than a day is remembered");
        }
        long last = Math.floorDiv(minute(now), length) * (long) length;
        List<Period> periods = new ArrayList<>();
        for (int i = count - 1; i >= 0; i--) {
            periods.add(sum(last - (long) i * length, length));
        }
        return periods;
    }

    private Period sum(long first, int length) {
        Period sum = new Period(first);
        for (long minute = first; minute < first + length; minute++) {
            Period one = ring[Math.floorMod(minute, A_DAY)];
            if (one != null && one.isOf(minute)) {
                sum.add(one);
            }
        }
        return sum;
    }

    private static long minute(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), TimeUnit.MINUTES.toSeconds(1));
    }
}
