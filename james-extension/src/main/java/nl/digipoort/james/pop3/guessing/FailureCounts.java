// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.guessing;

import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;

/**
 * Failures by key, forgotten one by one over time. Memory is bounded: beyond {@link #KEYS} keys the least recently used one is forgotten
 * completely. A key counts no further than has an effect, so that a penalty ends soon after its cause. Thread-safe.
 */
final class FailureCounts {
    static final int KEYS = 65_536;

    private final Cache<Long, Count> counts =
            CacheBuilder.newBuilder().maximumSize(KEYS).build();
    private final int most;
    private final long forgetNanos;
    private final Ticker ticker;

    /**
     * @param most the highest count of a key
     * @param forgetAfter how long until one failure is forgotten
     */
    FailureCounts(int most, Duration forgetAfter, Ticker ticker) {
        this.most = most;
        this.forgetNanos = forgetAfter.toNanos();
        this.ticker = ticker;
    }

    int get(long key) {
        Count count = counts.getIfPresent(key);
        return count == null ? 0 : at(ticker.read(), count).failures;
    }

    /** Counts one more failure and returns how many there were before. */
    int add(long key) {
        int[] before = new int[1];
        counts.asMap().compute(key, (same, count) -> {
            long now = ticker.read();
            Count present = count == null ? new Count(0, now) : at(now, count);
            before[0] = present.failures;
            return new Count(Math.min(most, present.failures + 1), present.failures == 0 ? now : present.since);
        });
        return before[0];
    }

    void subtract(long key, int failures) {
        counts.asMap().computeIfPresent(key, (same, count) -> {
            Count present = at(ticker.read(), count);
            return present.failures > failures ? new Count(present.failures - failures, present.since) : null;
        });
    }

    void clear(long key) {
        counts.invalidate(key);
    }

    long size() {
        counts.cleanUp();
        return counts.size();
    }

    private Count at(long now, Count count) {
        long forgotten = (now - count.since) / forgetNanos;
        return forgotten >= count.failures
                ? new Count(0, now)
                : new Count((int) (count.failures - forgotten), count.since + forgotten * forgetNanos);
    }

    private static final class Count {
        private final int failures;
        /** When the oldest of them began to count, in the ticker's nanoseconds. */
        private final long since;

        private Count(int failures, long since) {
            this.failures = failures;
            this.since = since;
        }
    }
}
