// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.failure.StoreUnavailableException;
import org.apache.james.core.Username;
import org.apache.james.metrics.api.TimeMetric;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes maildrops for sessions, deliveries and the removal of old messages. All use the same lock. Sessions and deliveries wait briefly for
 * a delivery or a removal to end: a delivery with its thread, a session without one. Nobody waits for a session. Thread-safe; blocks.
 */
@Singleton
public final class Leases {
    private static final Logger LOGGER = LoggerFactory.getLogger(Leases.class);

    /** Polling interval for the lock of another node. */
    static final Duration PAUSE = Duration.ofMillis(25);

    /** A session has its own timeouts. */
    private static final Duration UNLIMITED = Duration.ofDays(10_000);

    /** Longer than the slowest permitted append. A delivery that takes longer makes no progress. */
    private static final Duration LONGEST_DELIVERY = Duration.ofMinutes(6);

    private final MaildropLocks locks;
    private final LeaseKeeper keeper;
    private final LockSettings settings;
    private final LockMetrics metrics;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Turns turns = new Turns();
    private final List<Consumer<Username>> listeners = new CopyOnWriteArrayList<>();

    @Inject
    public Leases(MaildropLocks locks, LeaseKeeper keeper, LockSettings settings, LockMetrics metrics) {
        this.locks = locks;
        this.keeper = keeper;
        this.settings = settings;
        this.metrics = metrics;
        metrics.countWaiting(waiting::get);
    }

    /** Adds a listener that receives each maildrop freed by a session or a removal of old messages on this node. It must not block. */
    public void whenFreed(Consumer<Username> listener) {
        listeners.add(listener);
    }

    /**
     * Requests a maildrop for a session. The caller asks the request until it is over, or closes it.
     *
     * @param client the address of the client
     */
    public LeaseRequest forSession(Username maildrop, String client) {
        LeaseHolder holder = LeaseHolder.of(HolderKind.SESSION, settings.node(), client);
        Deadline deadline = new Deadline(settings.sessionWait());
        waiting.incrementAndGet();
        return new LeaseRequest(this, maildrop, holder, deadline, turns.forSession(maildrop), metrics.waiting());
    }

    Optional<OwnedLease> tryForSession(Username maildrop, LeaseHolder holder) {
        return tryAcquire(maildrop, holder, UNLIMITED, () -> freed(maildrop));
    }

    /**
     * Takes a maildrop for a delivery. Empty means that a session has it, or that other deliveries did not end in time. The lease is
     * renewed for a limited time only.
     *
     * @param mail the name of the mail
     * @throws StoreUnavailableException if the store is unavailable; the lock is not taken then
     */
    public Optional<OwnedLease> forDelivery(Username maildrop, String mail) {
        LeaseHolder holder = LeaseHolder.of(HolderKind.DELIVERY, settings.node(), mail);
        return untilRelease(maildrop, holder, settings.deliveryWait(), () -> {});
    }

    /**
     * Takes a maildrop to remove old messages, without waiting. Empty means that somebody else has it. Keep the lease short: sessions and
     * deliveries wait for it as for a delivery.
     *
     * @param purpose the reason, as operators see it
     * @throws StoreUnavailableException if the store is unavailable; the lock is not taken then
     */
    public Optional<OwnedLease> forRetention(Username maildrop, String purpose) {
        LeaseHolder holder = LeaseHolder.of(HolderKind.RETENTION, settings.node(), purpose);
        return untilRelease(maildrop, holder, Duration.ZERO, () -> freed(maildrop));
    }

    /** Keeps the turn on this node until the lease is released. */
    private Optional<OwnedLease> untilRelease(
            Username maildrop, LeaseHolder holder, Duration patience, Runnable afterRelease) {
        return timed(() -> {
            Deadline deadline = new Deadline(patience);
            return turns.forDelivery(maildrop, deadline.left()).flatMap(endTurn -> {
                Optional<OwnedLease> lease = Optional.empty();
                try {
                    lease = acquire(maildrop, holder, deadline, LONGEST_DELIVERY, () -> {
                        endTurn.run();
                        afterRelease.run();
                    });
                    return lease;
                } finally {
                    if (lease.isEmpty()) {
                        endTurn.run();
                    }
                }
            });
        });
    }

    private Optional<OwnedLease> timed(Supplier<Optional<OwnedLease>> wish) {
        TimeMetric time = metrics.waiting();
        Optional<OwnedLease> lease;
        waiting.incrementAndGet();
        try {
            lease = wish.get();
        } finally {
            left(time);
        }
        count(lease);
        return lease;
    }

    /** Ends the wait of a request, however it ended. */
    void left(TimeMetric time) {
        waiting.decrementAndGet();
        time.stopAndPublish();
    }

    void count(Optional<OwnedLease> lease) {
        if (lease.isPresent()) {
            metrics.granted();
        } else {
            metrics.denied();
        }
    }

    private Optional<OwnedLease> acquire(
            Username maildrop, LeaseHolder holder, Deadline deadline, Duration longest, Runnable afterRelease) {
        while (true) {
            Optional<OwnedLease> lease = tryAcquire(maildrop, holder, longest, afterRelease);
            if (lease.isPresent()
                    || isHeldBySession(maildrop)
                    || deadline.left().isZero()) {
                return lease;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                return Optional.empty();
            }
        }
    }

    private Optional<OwnedLease> tryAcquire(
            Username maildrop, LeaseHolder holder, Duration longest, Runnable afterRelease) {
        long askedAt = keeper.now();
        return locks.acquire(maildrop, holder).map(lease -> keeper.keep(lease, askedAt, longest, afterRelease));
    }

    /** How many requests for a lock have no answer yet. */
    int waiting() {
        return waiting.get();
    }

    /** Whether a session has the maildrop, on any node. */
    public boolean isHeldBySession(Username maildrop) {
        return locks.look(maildrop)
                .filter(lock -> lock.holder().kind() == HolderKind.SESSION)
                .isPresent();
    }

    private void freed(Username maildrop) {
        for (Consumer<Username> listener : listeners) {
            try {
                listener.accept(maildrop);
            } catch (RuntimeException | Error e) {
                LOGGER.error("A listener to freed maildrops failed", e);
            }
        }
    }

    /**
     * Takes the lock away from its holder. A holder on this node learns of it at once, a holder on another node at its next renewal.
     * Returns whether that lock was in force.
     */
    public boolean breakLock(Username maildrop, long fence) {
        boolean broken = locks.breakLock(maildrop, fence);
        keeper.lose(maildrop, fence);
        return broken;
    }

    final class Deadline {
        private final long end;

        private Deadline(Duration patience) {
            end = keeper.now() + patience.toNanos();
        }

        Duration left() {
            return Duration.ofNanos(Math.max(0, keeper.nanosUntil(end)));
        }
    }
}
