// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.stores.memory.MemoryMaildropLocks;
import nl.digipoort.james.testing.TestClock;
import org.apache.james.core.Username;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;

/**
 * Locks with a store and clocks that the test controls: the store can be unavailable, time moves only when the test moves it, and leases are
 * looked after only when the test does so. A thread of the keeper would outlive its test, and log into the next one.
 */
public final class TestLocks implements MaildropLocks {
    public static final Duration LEASE = Duration.ofMinutes(1);

    private final TestClock clock = new TestClock();
    private final FakeTicker ticker = new FakeTicker();
    private final MaildropLocks store = new MemoryMaildropLocks(LEASE, ticker, clock, 0);
    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private final LeaseKeeper keeper =
            new LeaseKeeper(this, LEASE, new LockMetrics(metrics, new NoopGaugeRegistry()), ticker);
    private final List<String> changes = new CopyOnWriteArrayList<>();
    private final Map<Lease, Error> failing = new ConcurrentHashMap<>();
    private final Set<Lease> cutOff = ConcurrentHashMap.newKeySet();
    private volatile boolean unavailable;

    public TestLocks() {
        keeper.stop();
    }

    /** A lease on the maildrop, kept by {@link #keeper()}. */
    public OwnedLease held(Username maildrop) {
        return keeper.keep(
                store.acquire(maildrop, LeaseHolder.of(HolderKind.SESSION, "node", "192.0.2.1"))
                        .orElseThrow(),
                keeper.now(),
                Duration.ofDays(1),
                () -> {});
    }

    public LeaseKeeper keeper() {
        return keeper;
    }

    RecordingMetricFactory metrics() {
        return metrics;
    }

    /** The calls that change the lock: beginUpdate, renew, release. */
    public List<String> changes() {
        return changes;
    }

    /** Moves the clocks of the store and of this node. */
    public void pass(Duration time) {
        clock.move(time);
        ticker.move(time);
    }

    /** The locks as another node or an operator uses them. */
    public MaildropLocks store() {
        return store;
    }

    public void cutOff(boolean out) {
        unavailable = out;
    }

    private void reach() {
        if (unavailable) {
            throw new StoreUnavailableException("out of reach", new IllegalStateException());
        }
    }

    private void change(String name) {
        changes.add(name);
        reach();
    }

    @Override
    public Optional<Lease> acquire(Username maildrop, LeaseHolder holder) {
        reach();
        return store.acquire(maildrop, holder);
    }

    /** Every renewal of the lease throws, with all others that are renewed at once. */
    void failFor(Lease lease, Error error) {
        failing.put(lease, error);
    }

    /** No renewal of the lease gets an answer. */
    void cutOffFor(Lease lease) {
        cutOff.add(lease);
    }

    @Override
    public Renewals renew(Collection<Lease> leases) {
        changes.add("renew");
        leases.stream().filter(failing::containsKey).forEach(lease -> {
            throw failing.get(lease);
        });
        Renewals renewals = new Renewals();
        for (Lease lease : leases) {
            if (unavailable || cutOff.contains(lease)) {
                renewals.unknown(lease, new StoreUnavailableException("out of reach", new IllegalStateException()));
            } else {
                store.renew(List.of(lease)).over().forEach(renewals::over);
            }
        }
        return renewals;
    }

    @Override
    public boolean beginUpdate(Lease lease) {
        change("beginUpdate");
        return store.beginUpdate(lease);
    }

    @Override
    public void release(Lease lease) {
        change("release");
        store.release(lease);
    }

    @Override
    public Optional<LockInfo> look(Username maildrop) {
        reach();
        return store.look(maildrop);
    }

    @Override
    public List<LockInfo> lookAll() {
        reach();
        return store.lookAll();
    }

    @Override
    public boolean breakLock(Username maildrop, long fence) {
        reach();
        return store.breakLock(maildrop, fence);
    }
}
