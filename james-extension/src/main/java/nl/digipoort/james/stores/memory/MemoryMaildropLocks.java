// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.memory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.apache.james.core.Username;

/** Locks within one JVM. Correct only if a single James serves the maildrops. Thread-safe. */
public final class MemoryMaildropLocks implements MaildropLocks {
    private final Duration leaseTime;
    private final Clock clock;
    private final Map<Username, Grant> grants = new ConcurrentHashMap<>();
    private final AtomicLong fences;

    public MemoryMaildropLocks(Duration leaseTime, Clock clock) {
        this(leaseTime, clock, 0);
    }

    /** @param highestFence the highest fence that an earlier process may have left in a durable store; new fences are higher */
    public MemoryMaildropLocks(Duration leaseTime, Clock clock, long highestFence) {
        this.leaseTime = leaseTime;
        this.clock = clock;
        this.fences = new AtomicLong(highestFence);
    }

    @Override
    public Optional<Lease> acquire(Username maildrop, LeaseHolder holder) {
        Instant now = clock.instant();
        Lease lease = Lease.of(maildrop, UUID.randomUUID(), fences.incrementAndGet());
        Grant wanted = new Grant(lease, holder, LockState.HELD, now, now.plus(leaseTime));
        Grant present =
                grants.compute(maildrop, (key, found) -> found != null && found.isInForce(now) ? found : wanted);
        return present == wanted ? Optional.of(lease) : Optional.empty();
    }

    @Override
    public Set<Lease> renew(Collection<Lease> leases) {
        Instant until = clock.instant().plus(leaseTime);
        return leases.stream()
                .filter(lease -> !change(lease, grant -> grant.until(until)))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean beginUpdate(Lease lease) {
        Instant until = clock.instant().plus(leaseTime);
        return change(lease, grant -> grant.updating().until(until));
    }

    @Override
    public void release(Lease lease) {
        change(lease, grant -> null);
    }

    /** Changes the lease if it is in force, and returns whether it is. */
    private boolean change(Lease lease, UnaryOperator<Grant> change) {
        Instant now = clock.instant();
        boolean[] owned = new boolean[1];
        grants.computeIfPresent(lease.maildrop(), (maildrop, grant) -> {
            owned[0] = grant.lease.equals(lease) && grant.isInForce(now);
            return owned[0] ? change.apply(grant) : grant;
        });
        return owned[0];
    }

    @Override
    public Optional<LockInfo> look(Username maildrop) {
        Instant now = clock.instant();
        return Optional.ofNullable(grants.get(maildrop))
                .filter(grant -> grant.isInForce(now))
                .map(grant -> grant.view(now));
    }

    @Override
    public List<LockInfo> lookAll() {
        Instant now = clock.instant();
        return grants.values().stream()
                .filter(grant -> grant.isInForce(now))
                .map(grant -> grant.view(now))
                .collect(Collectors.toUnmodifiableList());
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
        private final Instant until;

        private Grant(Lease lease, LeaseHolder holder, LockState state, Instant since, Instant until) {
            this.lease = lease;
            this.holder = holder;
            this.state = state;
            this.since = since;
            this.until = until;
        }

        private boolean isInForce(Instant now) {
            return now.isBefore(until);
        }

        private Grant until(Instant later) {
            return new Grant(lease, holder, state, since, later);
        }

        private Grant updating() {
            return new Grant(lease, holder, LockState.UPDATING, since, until);
        }

        private LockInfo view(Instant now) {
            return LockInfo.of(lease.maildrop(), lease.fence(), holder, state, since, Duration.between(now, until));
        }
    }
}
