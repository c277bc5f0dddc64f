// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import nl.digipoort.james.failure.StoreUnavailableException;

/**
 * A lease that this node keeps: renewed by {@link LeaseKeeper}, not by what its holder does, until it is released or lost. How
 * much of it is left is measured by the node's monotonic clock from before the store was asked, so that the node never
 * believes in it for longer than the store does. Thread-safe.
 */
public final class OwnedLease {
    private final Lease lease;
    private final MaildropLocks locks;
    private final LeaseKeeper keeper;
    private final Runnable afterRelease;
    private final long grantedAt;
    private final Duration longest;
    private final AtomicBoolean released = new AtomicBoolean();
    private volatile long deadline;
    private volatile boolean lost;

    /**
     * @param grantedAt by the keeper's clock
     * @param longest for how long it is renewed at the most
     */
    OwnedLease(
            Lease lease,
            MaildropLocks locks,
            LeaseKeeper keeper,
            long grantedAt,
            Duration longest,
            Runnable afterRelease) {
        this.lease = lease;
        this.locks = locks;
        this.keeper = keeper;
        this.grantedAt = grantedAt;
        this.longest = longest;
        this.deadline = grantedAt + keeper.leaseTime().toNanos();
        this.afterRelease = afterRelease;
    }

    public Lease lease() {
        return lease;
    }

    /** Whether somebody else may have the lock by now; if so, nothing may be done in the maildrop any more. */
    public boolean isLost() {
        return lost || keeper.nanosUntil(deadline) <= 0;
    }

    /** Whether there is time left for one more step in the maildrop: a third of the lease. */
    public boolean hasTimeForAStep() {
        return !lost
                && keeper.nanosUntil(deadline)
                        >= keeper.leaseTime().dividedBy(3).toNanos();
    }

    /**
     * Enters the UPDATE state; false means that the lease is over.
     *
     * @throws StoreUnavailableException if that cannot be found out; nothing may be deleted then
     */
    public boolean beginUpdate() {
        long from = keeper.now();
        if (isLost() || !locks.beginUpdate(lease)) {
            lose();
            return false;
        }
        extend(from);
        return true;
    }

    /** Frees the lock, now or as soon as the store can be reached; once. */
    public void release() {
        if (released.compareAndSet(false, true)) {
            try {
                keeper.release(this);
            } finally {
                afterRelease.run();
            }
        }
    }

    /** A holder that makes no progress loses it in the end. */
    boolean mayBeRenewed() {
        return keeper.now() - grantedAt < longest.toNanos();
    }

    boolean isReleased() {
        return released.get();
    }

    /** What is left of it when the keeper asks for more. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, keeper.nanosUntil(deadline)));
    }

    void extend(long from) {
        deadline = from + keeper.leaseTime().toNanos();
    }

    void lose() {
        lost = true;
    }

    @Override
    public String toString() {
        return lease.toString();
    }
}
