// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Limits how often the log reports one event: once a minute, for each network or in all. Memory is bounded: above ten thousand networks the
 * least recently seen is dropped. Thread-safe.
 */
public final class Notices {
    private static final int NETWORKS = 10_000;
    private static final long ALL = 0;
    private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

    private final Keys keys = new Keys(new SecureRandom());
    private final Ticker ticker;
    private final Cache<Long, Notice> notices;

    public Notices() {
        this(Ticker.systemTicker());
    }

    Notices(Ticker ticker) {
        this.ticker = ticker;
        this.notices = CacheBuilder.newBuilder().maximumSize(NETWORKS).build();
    }

    /** How many reports were left out since the last one, over all clients; empty if this one is to be left out too. */
    OptionalLong next() {
        return next(ALL);
    }

    /** The same for the network of the client. */
    public OptionalLong next(InetSocketAddress client) {
        return next(keys.ofNetwork(client.getAddress()));
    }

    private OptionalLong next(long key) {
        long now = ticker.read();
        OptionalLong[] next = {OptionalLong.of(0)};
        notices.asMap().compute(key, (same, last) -> {
            if (last == null) {
                return new Notice(now, 0);
            }
            if (now - last.at < INTERVAL) {
                next[0] = OptionalLong.empty();
                return new Notice(last.at, last.leftOut + 1);
            }
            next[0] = OptionalLong.of(last.leftOut);
            return new Notice(now, 0);
        });
        return next[0];
    }

    private static final class Notice {
        private final long at;
        private final long leftOut;

        private Notice(long at, long leftOut) {
            this.at = at;
            this.leftOut = leftOut;
        }
    }
}
