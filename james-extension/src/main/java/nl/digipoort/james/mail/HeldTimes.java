// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Username;

/**
 * For how long this node has known that mail is held for a maildrop, by its monotonic clock: what it held itself at once, what
 * other nodes hold from its next sweep. It costs no look into the store. Thread-safe.
 */
@Singleton
public final class HeldTimes {
    private final Ticker ticker;
    private final Map<Username, Long> since = new ConcurrentHashMap<>();

    @Inject
    public HeldTimes() {
        this(Ticker.systemTicker());
    }

    public HeldTimes(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Nanoseconds of the clock. */
    public long now() {
        return ticker.read();
    }

    /** Mail is held for the maildrop. */
    public void held(Username maildrop) {
        since.putIfAbsent(maildrop, now());
    }

    /** No mail is held for it, or its mail is about to be brought in. */
    public void notHeld(Username maildrop) {
        since.remove(maildrop);
    }

    /**
     * Takes over what the store has.
     *
     * @param maildrops all for which mail is held
     * @param askedAt {@link #now()} before the store was asked: it may not know of what is held since then
     */
    public void found(Set<Username> maildrops, long askedAt) {
        since.entrySet().removeIf(one -> one.getValue() - askedAt < 0 && !maildrops.contains(one.getKey()));
        maildrops.forEach(this::held);
    }

    public boolean isHeld(Username maildrop) {
        return since.containsKey(maildrop);
    }

    /** Empty if nothing is held, as far as this node knows. */
    public Optional<Duration> of(Username maildrop) {
        return Optional.ofNullable(since.get(maildrop)).map(begun -> Duration.ofNanos(Math.max(0, now() - begun)));
    }
}
