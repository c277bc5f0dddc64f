// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

import java.time.Duration;
import java.time.Instant;
import org.apache.james.core.Username;

/**
 * A lock in force, as operators see it. It never contains the owner token, because the token gives the right to use the lock. Immutable.
 */
public final class LockInfo {
    private final Username maildrop;
    private final long fence;
    private final LeaseHolder holder;
    private final LockState state;
    private final Instant since;
    private final Duration left;

    private LockInfo(Username maildrop, long fence, LeaseHolder holder, LockState state, Instant since, Duration left) {
        this.maildrop = maildrop;
        this.fence = fence;
        this.holder = holder;
        this.state = state;
        this.since = since;
        this.left = left;
    }

    /**
     * @param since when it was granted, by the store's wall clock: for people, nothing else
     * @param left the time until it may be taken over if it is not renewed, as far as this node knows
     */
    public static LockInfo of(
            Username maildrop, long fence, LeaseHolder holder, LockState state, Instant since, Duration left) {
        return new LockInfo(maildrop, fence, holder, state, since, left);
    }

    /** The same lock, with another time left. */
    public LockInfo with(Duration timeLeft) {
        return new LockInfo(maildrop, fence, holder, state, since, timeLeft);
    }

    public Username maildrop() {
        return maildrop;
    }

    public long fence() {
        return fence;
    }

    public LeaseHolder holder() {
        return holder;
    }

    public LockState state() {
        return state;
    }

    public Instant since() {
        return since;
    }

    public Duration left() {
        return left;
    }

    @Override
    public String toString() {
        return maildrop.asString() + " by " + holder + " since " + since + ", fence " + fence + ", " + state;
    }
}
