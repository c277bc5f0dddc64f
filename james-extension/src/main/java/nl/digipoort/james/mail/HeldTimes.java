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
 * How long this node has known that mail is held for a maildrop, by its monotonic clock. It knows mail held by itself at once, and mail
 * held by other nodes from its next sweep. Never queries the store. Thread-safe.
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

    /** The time of the clock in nanoseconds. */
    public long now() {
        return ticker.read();
    }

    /** Notes that mail is held for the maildrop. */
    public void held(Username maildrop) {
        since.putIfAbsent(maildrop, now());
    }

    /** Notes that no mail is held for the maildrop, or that its mail is about to be brought in. */
    public void notHeld(Username maildrop) {
        since.remove(maildrop);
    }

    /**
     * Replaces the known maildrops by those of the store.
     *
     * @param maildrops all maildrops with held mail
     * @param askedAt {@link #now()} before the store was asked; maildrops noted since then are kept
     */
    public void found(Set<Username> maildrops, long askedAt) {
        since.entrySet().removeIf(one -> one.getValue() - askedAt < 0 && !maildrops.contains(one.getKey()));
        maildrops.forEach(this::held);
    }

    /** Whether mail is held for the maildrop, as far as this node knows. */
    public boolean isHeld(Username maildrop) {
        return since.containsKey(maildrop);
    }

    /** How long mail has been held for the maildrop; empty if this node knows of none. */
    public Optional<Duration> of(Username maildrop) {
        return Optional.ofNullable(since.get(maildrop)).map(begun -> Duration.ofNanos(Math.max(0, now() - begun)));
    }
}
