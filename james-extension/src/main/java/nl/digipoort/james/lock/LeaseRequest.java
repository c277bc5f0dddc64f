// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

import java.time.Duration;
import java.util.Optional;
import nl.digipoort.james.failure.StoreUnavailableException;
import org.apache.james.core.Username;
import org.apache.james.metrics.api.TimeMetric;

/**
 * A session's request for a maildrop. It waits in the line of this node, and for deliveries and removals of other nodes to end, but no
 * thread waits with it. It ends with a lease, with a refusal, with a failure or with {@link #close()}. Used by one call at a time.
 */
public final class LeaseRequest implements AutoCloseable {
    private final Leases leases;
    private final Username maildrop;
    private final LeaseHolder holder;
    private final Leases.Deadline deadline;
    private final Turns.Place place;
    private final TimeMetric time;
    private boolean polling;
    private boolean over;

    LeaseRequest(
            Leases leases,
            Username maildrop,
            LeaseHolder holder,
            Leases.Deadline deadline,
            Turns.Place place,
            TimeMetric time) {
        this.leases = leases;
        this.maildrop = maildrop;
        this.holder = holder;
        this.deadline = deadline;
        this.place = place;
        this.time = time;
    }

    /**
     * Asks for the lock if it is this request's turn; blocks for the store only. Empty means that it is refused because another session has
     * the maildrop or deliveries did not end in time, or, if it {@link #isWaiting}, that it has to ask again.
     *
     * @throws StoreUnavailableException if the store is unavailable; the request is over and the lock is not taken then
     */
    public Optional<OwnedLease> ask() {
        boolean waits = false;
        try {
            polling = place.hasTurn();
            Optional<OwnedLease> lease = polling ? leases.tryForSession(maildrop, holder) : Optional.empty();
            if (lease.isEmpty()) {
                waits = !deadline.left().isZero() && !(polling && leases.isHeldBySession(maildrop));
            }
            if (!waits) {
                leases.count(lease);
            }
            return lease;
        } finally {
            if (!waits) {
                close();
            }
        }
    }

    /** Whether it is neither granted nor refused yet. */
    public boolean isWaiting() {
        return !over;
    }

    /** How long to wait before the next {@link #ask}, unless it is called back before that. */
    public Duration pause() {
        Duration left = deadline.left();
        return polling && left.compareTo(Leases.PAUSE) > 0 ? Leases.PAUSE : left;
    }

    /** Calls back when it may ask sooner: when its turn on this node comes; at once if that has come, on any thread. */
    public void whenTurn(Runnable call) {
        if (!polling) {
            place.whenTurn(call);
        }
    }

    /** Leaves the line; a lease that was granted stays. Idempotent. */
    @Override
    public void close() {
        if (!over) {
            over = true;
            place.leave();
            leases.left(time);
        }
    }
}
