// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.memory;

import com.google.common.base.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import nl.digipoort.james.lock.Lease;
import nl.digipoort.james.lock.LeaseHolder;
import nl.digipoort.james.lock.LockInfo;
import nl.digipoort.james.lock.LockState;
import nl.digipoort.james.lock.MaildropLocks;
import nl.digipoort.james.lock.Renewals;
import org.apache.james.core.Username;

/** Locks within one JVM, by its monotonic clock. Correct only if a single James serves the maildrops. Thread-safe. */
public final class MemoryMaildropLocks implements MaildropLocks {
    private final Duration leaseTime;
    private final Ticker ticker;
    private final Clock clock;
    private final Map<Username, Grant> grants = new ConcurrentHashMap<>();
    private final AtomicLong fences;

    /** By the clocks of this machine. */
    public MemoryMaildropLocks(Duration leaseTime, long highestFence) {
        this(leaseTime, Ticker.systemTicker(), Clock.systemUTC(), highestFence);
    }

    /**
     * @param clock says since when a lock is held, for people
     * @param highestFence the highest fence that an earlier process may have left in a durable store; new fences are higher
     */
    public MemoryMaildropLocks(Duration leaseTime, Ticker ticker, Clock clock, long highestFence) {
        this.leaseTime = leaseTime;
        this.ticker = ticker;
        this.clock = clock;
        this.fences = new AtomicLong(highestFence);
    }

    @Override
    public Optional<Lease> acquire(Username maildrop, LeaseHolder holder) {
        Lease lease = Lease.of(maildrop, UUID.randomUUID(), fences.incrementAndGet());
        Grant wanted = new Grant(lease, holder, LockState.HELD, clock.instant(), ticker.read());
        Grant present = grants.compute(maildrop, (key, found) -> found != null && isInForce(found) ? found : wanted);
        return present == wanted ? Optional.of(lease) : Optional.empty();
    }

    @Override
    public Renewals renew(Collection<Lease> leases) {
        Renewals renewals = new Renewals();
        leases.stream()
                .filter(lease -> !change(lease, grant -> grant.renewed(ticker.read())))
                .forEach(renewals::over);
        return renewals;
    }

    @Override
    public boolean beginUpdate(Lease lease) {
        return change(lease, grant -> grant.updating().renewed(ticker.read()));
    }

    @Override
    public void release(Lease lease) {
        change(lease, grant -> null);
    }

    /** Changes the lease if it is in force, and returns whether it is. */
    private boolean change(Lease lease, UnaryOperator<Grant> change) {
        boolean[] owned = new boolean[1];
        grants.computeIfPresent(lease.maildrop(), (maildrop, grant) -> {
            owned[0] = grant.lease.equals(lease) && isInForce(grant);
            return owned[0] ? change.apply(grant) : grant;
        });
        return owned[0];
    }

    private boolean isInForce(Grant grant) {
        return left(grant).compareTo(Duration.ZERO) > 0;
    }

    private Duration left(Grant grant) {
        return leaseTime.minusNanos(ticker.read() - grant.renewedAt);
    }

    @Override
    public Optional<LockInfo> look(Username maildrop) {
        return Optional.ofNullable(grants.get(maildrop)).filter(this::isInForce).map(this::view);
    }

    @Override
    public List<LockInfo> lookAll() {
        return grants.values().stream()
                .filter(this::isInForce)
                .map(this::view)
                .collect(Collectors.toUnmodifiableList());
    }

    private LockInfo view(Grant grant) {
        return LockInfo.of(
                grant.lease.maildrop(), grant.lease.fence(), grant.holder, grant.state, grant.since, left(grant));
    }

    @Override
    public boolean breakLock(Username maildrop, long fence) {
        Grant grant = grants.get(maildrop);
        return grant != null && grant.lease.fence() == fence && change(grant.lease, found -> null);
    }

    private static final class Grant {
        private final Lease lease;
        private final LeaseHolder holder;
        private final LockState state;
        private final Instant since;
        private final long renewedAt;

        private Grant(Lease lease, LeaseHolder holder, LockState state, Instant since, long renewedAt) {
            this.lease = lease;
            this.holder = holder;
            this.state = state;
            this.since = since;
            this.renewedAt = renewedAt;
        }

        private Grant renewed(long now) {
            return new Grant(lease, holder, state, since, now);
        }

        private Grant updating() {
            return new Grant(lease, holder, LockState.UPDATING, since, renewedAt);
        }
    }
}
