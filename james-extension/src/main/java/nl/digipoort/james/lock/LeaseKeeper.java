// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.schedule.Periodic;
import org.apache.james.core.Username;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the leases of this node on its own thread: a third of the lease time after they were granted or renewed, and more often while the
 * store is unavailable. Looks at the locks of other nodes too, so that those of a dead one end. Thread-safe.
 */
@Singleton
public final class LeaseKeeper {
    private static final Logger LOGGER = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final int LOOKS_PER_LEASE = 12;

    private final MaildropLocks locks;
    private final Duration leaseTime;
    private final LockMetrics metrics;
    private final Ticker ticker;
    private final Set<OwnedLease> kept = ConcurrentHashMap.newKeySet();
    private final Set<OwnedLease> toFree = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean started = new AtomicBoolean();
    private final Periodic periodic = new Periodic(
            "digipoort-lease-keeper", e -> LOGGER.error("The leases on maildrops cannot be looked after now", e));
    private final List<Consumer<Lease>> listeners = new CopyOnWriteArrayList<>();
    private volatile long lastLook;
    private boolean unavailable;

    @Inject
    public LeaseKeeper(MaildropLocks locks, LockSettings settings, LockMetrics metrics) {
        this(locks, settings.leaseTime(), metrics, Ticker.systemTicker());
    }

    LeaseKeeper(MaildropLocks locks, Duration leaseTime, LockMetrics metrics, Ticker ticker) {
        this.locks = locks;
        this.leaseTime = leaseTime;
        this.metrics = metrics;
        this.ticker = ticker;
        this.lastLook = ticker.read();
        metrics.countKept(kept::size);
    }

    /**
     * Begins to look after leases, and at those of other nodes. The first lease does so too: mailets run before James's startables. Nothing
     * begins after the stop.
     */
    public void start() {
        if (!periodic.isStopped() && started.compareAndSet(false, true)) {
            periodic.every(leaseTime.dividedBy(LOOKS_PER_LEASE), this::look);
        }
    }

    @PreDestroy
    void stop() {
        periodic.stop();
    }

    /**
     * Keeps a lease from now on.
     *
     * @param askedAt {@link #now()} before the store was asked for it
     * @param longest the longest time for which the lease is renewed
     * @param afterRelease runs once, after the holder has released the lease
     */
    OwnedLease keep(Lease lease, long askedAt, Duration longest, Runnable afterRelease) {
        start();
        OwnedLease owned = new OwnedLease(lease, locks, this, askedAt, longest, afterRelease);
        kept.add(owned);
        return owned;
    }

    void release(OwnedLease owned) {
        kept.remove(owned);
        try {
            locks.release(owned.lease());
        } catch (StoreUnavailableException e) {
            LOGGER.warn("{} cannot be freed now; it is tried again until the lease is over", owned, e);
            toFree.add(owned);
        }
    }

    /** Notifies the holder of a broken lock at once, if it is on this node. */
    void lose(Username maildrop, long fence) {
        kept.stream()
                .filter(owned -> owned.lease().fence() == fence
                        && owned.lease().maildrop().equals(maildrop))
                .forEach(this::lose);
    }

    /** Adds a listener that receives each lost lease. It must not throw. */
    public void whenLost(Consumer<Lease> listener) {
        listeners.add(listener);
    }

    /** Renews, drops and frees leases as needed, and looks at those of other nodes. The next run retries what failed. */
    void look() {
        guarded(this::renewDue);
        kept.stream().filter(OwnedLease::isLost).forEach(owned -> guarded(() -> lose(owned)));
        toFree.forEach(owned -> guarded(() -> freeLate(owned)));
        guarded(locks::freeAbandoned);
        lastLook = now();
    }

    /** What one step throws takes no other along, an {@link Error} included. */
    private boolean guarded(Runnable step) {
        try {
            step.run();
            return true;
        } catch (StoreUnavailableException e) {
            LOGGER.debug("The locks on maildrops cannot be reached now", e);
        } catch (Throwable e) {
            metrics.keeperFailed();
            LOGGER.error("A lease on a maildrop cannot be looked after now", e);
        }
        return false;
    }

    private void renewDue() {
        Duration longest = leaseTime.multipliedBy(2).dividedBy(3);
        List<OwnedLease> due = kept.stream()
                .filter(owned -> owned.left().compareTo(longest) <= 0 && owned.mayBeRenewed())
                .collect(Collectors.toUnmodifiableList());
        if (!due.isEmpty() && !guarded(() -> renew(due)) && due.size() > 1) {
            due.forEach(owned -> guarded(() -> renew(List.of(owned))));
        }
    }

    private void renew(List<OwnedLease> due) {
        long from = now();
        Renewals renewals = locks.renew(due.stream().map(OwnedLease::lease).collect(Collectors.toUnmodifiableList()));
        for (OwnedLease owned : due) {
            if (renewals.over().contains(owned.lease())) {
                lose(owned);
            } else if (!renewals.unknown().containsKey(owned.lease())) {
                owned.extend(from);
            }
        }
        Optional<StoreUnavailableException> trouble =
                renewals.unknown().values().stream().findFirst();
        if (trouble.isPresent() && !unavailable) {
            LOGGER.error(
                    "{} leases on maildrops cannot be renewed; their sessions end with them",
                    renewals.unknown().size(),
                    trouble.get());
        }
        unavailable = trouble.isPresent();
    }

    private void lose(OwnedLease owned) {
        if (kept.remove(owned) && !owned.isReleased()) {
            owned.lose();
            metrics.lost();
            LOGGER.warn("{} is lost: it was broken, or its time passed without a renewal", owned);
            listeners.forEach(listener -> listener.accept(owned.lease()));
        }
    }

    private void freeLate(OwnedLease owned) {
        try {
            if (!owned.isLost()) {
                locks.release(owned.lease());
            }
            toFree.remove(owned);
        } catch (StoreUnavailableException e) {
            LOGGER.debug("{} still cannot be freed", owned, e);
        }
    }

    /** How long ago the last look ended. More than the lease time means that the leases of this node are not looked after. */
    public Duration sinceLastLook() {
        return Duration.ofNanos(now() - lastLook);
    }

    public Duration leaseTime() {
        return leaseTime;
    }

    /** Nanoseconds of the node's monotonic clock. */
    long now() {
        return ticker.read();
    }

    long nanosUntil(long deadline) {
        return deadline - ticker.read();
    }
}
