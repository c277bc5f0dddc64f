// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import org.apache.james.core.Username;

/**
 * What this node has seen of the locks that others hold, by its own monotonic clock. Each renewal changes the version of a lock. A version
 * that stays the same for the lease time and a margin has no holder any more that believes in it: its belief began before the version was
 * written, so before it was first seen here. No wall clock, of a node or of the store, is asked. Thread-safe.
 *
 * <p>It keeps the locks that were looked at last, and none for longer than a day. A lock that is forgotten is watched from the beginning.
 */
public final class LockWatch {
    private static final int MOST = 100_000;
    private static final Duration LONGEST = Duration.ofDays(1);
    /** The monotonic clocks of two machines run apart by far less than a hundredth. */
    private static final int MARGIN = 100;

    private final Ticker ticker;
    private final Cache<Username, Sight> seen;

    /** By the monotonic clock of this machine. */
    public LockWatch() {
        this(Ticker.systemTicker());
    }

    public LockWatch(Ticker ticker) {
        this.ticker = ticker;
        this.seen = CacheBuilder.newBuilder()
                .maximumSize(MOST)
                .expireAfterAccess(LONGEST)
                .ticker(ticker)
                .build();
    }

    /** How long a version is watched before the lock may be taken over. */
    public static Duration patience(Duration leaseTime) {
        return leaseTime.plus(leaseTime.dividedBy(MARGIN));
    }

    /**
     * Notes a lock that was found just now. Call it after the answer of the store, not before.
     *
     * @param version what every grant and every renewal changes
     * @param leaseTime the lease time of its holder
     * @return how long it must still be watched, unchanged; zero means that it may be taken over, by a change that compares this version
     */
    public Duration left(Username maildrop, Object version, Duration leaseTime) {
        long now = ticker.read();
        Sight first = seen.asMap()
                .compute(
                        maildrop,
                        (key, before) ->
                                before != null && before.version.equals(version) ? before : new Sight(version, now));
        Duration left = patience(leaseTime).minusNanos(now - first.at);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static final class Sight {
        private final Object version;
        private final long at;

        private Sight(Object version, long at) {
            this.version = version;
            this.at = at;
        }
    }
}
