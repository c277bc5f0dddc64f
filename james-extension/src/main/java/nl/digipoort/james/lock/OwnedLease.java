// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import nl.digipoort.james.failure.StoreUnavailableException;

/**
 * A lease of this node. {@link LeaseKeeper} renews it, whatever its holder does, until it is released or lost. The node's monotonic clock
 * measures the remaining time from before the store was asked, and nobody takes the lock over before that time has passed on a clock of
 * their own. Thread-safe.
 */
public final class OwnedLease {
    private final Lease lease;
    private final MaildropLocks locks;
    private final LeaseKeeper keeper;
    private final Runnable afterRelease;
    private final long grantedAt;
    private final Duration longest;
    private final AtomicBoolean released = new AtomicBoolean();
    private final AtomicLong deadline;
    private volatile boolean lost;

    /**
     * @param grantedAt when it was granted, by the keeper's clock
     * @param longest the longest time for which it is renewed
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
        this.deadline = new AtomicLong(grantedAt + keeper.leaseTime().toNanos());
        this.afterRelease = afterRelease;
    }

    public Lease lease() {
        return lease;
    }

    /** Whether somebody else may have the lock now. If so, the maildrop must not be used any more. */
    public boolean isLost() {
        return lost || keeper.nanosUntil(deadline.get()) <= 0;
    }

    /** Whether the remaining time is enough for one more step in the maildrop: a third of the lease time. */
    public boolean hasTimeForAStep() {
        return !lost
                && keeper.nanosUntil(deadline.get())
                        >= keeper.leaseTime().dividedBy(3).toNanos();
    }

    /**
     * Enters the UPDATE state. False means that the lease is over.
     *
     * @throws StoreUnavailableException if the result is unknown; nothing may be deleted then
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

    /** Frees the lock, now or as soon as the store is available again. Idempotent. */
    public void release() {
        if (released.compareAndSet(false, true)) {
            try {
                keeper.release(this);
            } finally {
                afterRelease.run();
            }
        }
    }

    /** False after the longest time: a holder that makes no progress loses the lease. */
    boolean mayBeRenewed() {
        return keeper.now() - grantedAt < longest.toNanos();
    }

    boolean isReleased() {
        return released.get();
    }

    /** The remaining time. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, keeper.nanosUntil(deadline.get())));
    }

    /** Never shortens it: the answer to an earlier request may come later. */
    void extend(long from) {
        long until = from + keeper.leaseTime().toNanos();
        deadline.accumulateAndGet(until, (before, later) -> later - before > 0 ? later : before);
    }

    void lose() {
        lost = true;
    }

    @Override
    public String toString() {
        return lease.toString();
    }
}
