// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.james.core.Username;
import org.assertj.core.data.TemporalUnitWithinOffset;
import org.junit.jupiter.api.Test;

/** The contract of every store of maildrop locks. */
public interface MaildropLocksContract {
    Username ALICE = Username.of("alice@example.org");
    Username BOB = Username.of("bob@example.org");

    /** The lease time of {@link #locks()}. */
    Duration LEASE = Duration.ofMinutes(1);

    LeaseHolder HOLDER = LeaseHolder.of(HolderKind.SESSION, "node-1", "192.0.2.1");

    /** Every call returns the store of another node, with the same data. */
    MaildropLocks locks();

    /** Moves the monotonic clock of all nodes. Nothing else ends a lease. */
    void pass(Duration time);

    /** Steps the wall clock of the store. */
    void stepClockOfTheStore(Duration by);

    /** Lets a lock be seen, and then its time pass. All other leases that were seen are over too. */
    default void abandon(Lease lease) {
        assertThat(locks().look(lease.maildrop())).isPresent();
        pass(LockWatch.patience(LEASE));
    }

    @Test
    default void givesTheLockToOneOnly() {
        Optional<Lease> first = locks().acquire(ALICE, HOLDER);

        assertThat(first).isPresent();
        assertThat(locks().acquire(ALICE, HOLDER)).isEmpty();
        assertThat(locks().acquire(BOB, HOLDER)).isPresent();
    }

    @Test
    default void givesTheLockAgainAfterRelease() {
        Lease first = acquired(ALICE);

        locks().release(first);

        assertThat(locks().acquire(ALICE, HOLDER)).isPresent();
    }

    @Test
    default void growsTheFenceAcrossReleaseExpiryAndBreak() {
        List<Lease> leases = new ArrayList<>();
        leases.add(acquired(ALICE));
        locks().release(leases.get(0));
        leases.add(acquired(ALICE));
        abandon(leases.get(1));
        leases.add(acquired(ALICE));
        locks().breakLock(ALICE, leases.get(2).fence());
        leases.add(acquired(ALICE));

        assertThat(leases).extracting(Lease::fence).isSorted().doesNotHaveDuplicates();
        assertThat(leases).extracting(Lease::owner).doesNotHaveDuplicates();
    }

    @Test
    default void letsAFormerHolderDoNothing() {
        Lease former = acquired(ALICE);
        locks().release(former);
        Lease present = acquired(ALICE);

        assertFormerHolderIsPowerless(former, present);
    }

    @Test
    default void letsAHolderWhoseTimeHasPassedDoNothing() {
        Lease stale = acquired(ALICE);
        abandon(stale);
        Lease present = acquired(ALICE);

        assertFormerHolderIsPowerless(stale, present);
    }

    private void assertFormerHolderIsPowerless(Lease former, Lease present) {
        assertThat(locks().renew(List.of(former)).over()).containsExactly(former);
        assertThat(locks().beginUpdate(former)).isFalse();
        locks().release(former);

        assertThat(locks().acquire(ALICE, HOLDER)).isEmpty();
        assertThat(locks().look(ALICE)).map(LockInfo::fence).contains(present.fence());
        assertThat(locks().beginUpdate(present)).isTrue();
    }

    @Test
    default void takesOverNothingBeforeItsTimeHasPassed() {
        Lease lease = acquired(ALICE);
        assertThat(locks().look(ALICE)).isPresent();

        pass(LEASE.minusNanos(1));

        assertThat(locks().acquire(ALICE, HOLDER)).isEmpty();
        assertThat(locks().beginUpdate(lease)).isTrue();
    }

    @Test
    default void countsTheTimeAnewFromEachRenewal() {
        Lease lease = acquired(ALICE);
        for (int i = 0; i < 3; i++) {
            assertThat(locks().look(ALICE)).isPresent();
            pass(LEASE.minusSeconds(1));
            assertThat(locks().renew(List.of(lease)).over()).isEmpty();
        }

        assertThat(locks().acquire(ALICE, HOLDER)).isEmpty();
        assertThat(locks().beginUpdate(lease)).isTrue();
    }

    /** An hour forward, an hour back, and forty days forward. */
    @Test
    default void givesNoLockAwayAndKeepsNoneWhenTheClockOfTheStoreSteps() {
        Lease lease = acquired(ALICE);
        for (Duration step : List.of(Duration.ofHours(1), Duration.ofHours(-1), Duration.ofDays(40))) {
            stepClockOfTheStore(step);

            assertThat(locks().acquire(ALICE, HOLDER)).as("after %s", step).isEmpty();
            assertThat(locks().look(ALICE).orElseThrow().left())
                    .as("after %s", step)
                    .isPositive()
                    .isLessThanOrEqualTo(LEASE);
            assertThat(locks().renew(List.of(lease)).over()).isEmpty();
            assertThat(locks().look(ALICE)).isPresent();
            pass(LEASE.minusSeconds(1));
            assertThat(locks().acquire(ALICE, HOLDER)).as("after %s", step).isEmpty();
            assertThat(locks().renew(List.of(lease)).over()).isEmpty();
        }
        assertThat(locks().beginUpdate(lease)).isTrue();

        stepClockOfTheStore(Duration.ofDays(-40));
        abandon(lease);
        Lease next = acquired(ALICE);

        assertThat(next.fence()).isGreaterThan(lease.fence());
        assertFormerHolderIsPowerless(lease, next);
        stepClockOfTheStore(Duration.ofHours(-1));
        locks().release(next);
        assertThat(locks().acquire(ALICE, HOLDER)).isPresent();
    }

    @Test
    default void refusesEverythingToOneThatNeverHeldIt() {
        Lease invented = Lease.of(ALICE, UUID.randomUUID(), 1);

        assertThat(locks().beginUpdate(invented)).isFalse();
        assertThat(locks().renew(List.of(invented)).over()).containsExactly(invented);
    }

    @Test
    default void renewsMany() {
        Lease alice = acquired(ALICE);
        Lease bob = acquired(BOB);
        Lease gone = acquired(Username.of("carol@example.org"));
        locks().release(gone);

        assertThat(locks().renew(List.of(alice, gone, bob)).over()).containsExactly(gone);
        assertThat(locks().renew(List.of()).over()).isEmpty();
        assertThat(locks().acquire(ALICE, HOLDER)).isEmpty();
    }

    @Test
    default void keepsTheLockThroughRenewalAndUpdate() {
        Lease lease = acquired(ALICE);

        assertThat(locks().renew(List.of(lease)).over()).isEmpty();
        assertThat(locks().look(ALICE)).map(LockInfo::state).contains(LockState.HELD);
        assertThat(locks().beginUpdate(lease)).isTrue();
        assertThat(locks().look(ALICE)).map(LockInfo::state).contains(LockState.UPDATING);
        assertThat(locks().renew(List.of(lease)).over()).isEmpty();

        assertThat(locks().look(ALICE)).map(LockInfo::state).contains(LockState.UPDATING);
        assertThat(locks().acquire(ALICE, HOLDER)).isEmpty();
    }

    @Test
    default void startsASuccessorInTheFirstState() {
        Lease first = acquired(ALICE);
        locks().beginUpdate(first);
        locks().release(first);

        acquired(ALICE);

        assertThat(locks().look(ALICE)).map(LockInfo::state).contains(LockState.HELD);
    }

    @Test
    default void showsWhoHoldsTheLock() {
        Lease lease = locks().acquire(ALICE, LeaseHolder.of(HolderKind.DELIVERY, "node-2", "Mail17-ü"))
                .orElseThrow();

        LockInfo lock = locks().look(ALICE).orElseThrow();

        assertThat(lock.maildrop()).isEqualTo(ALICE);
        assertThat(lock.fence()).isEqualTo(lease.fence());
        assertThat(lock.holder().kind()).isEqualTo(HolderKind.DELIVERY);
        assertThat(lock.holder().node()).isEqualTo("node-2");
        assertThat(lock.holder().client()).isEqualTo("Mail17-ü");
        assertThat(lock.left()).isPositive().isLessThanOrEqualTo(LEASE);
    }

    @Test
    default void showsAllLocksInForceAndNoOther() {
        abandon(acquired(ALICE));
        acquired(BOB);
        Lease carol = acquired(Username.of("carol@example.org"));
        locks().release(carol);

        assertThat(locks().lookAll()).extracting(LockInfo::maildrop).containsExactly(BOB);
        assertThat(locks().look(carol.maildrop())).isEmpty();
        assertThat(locks().look(Username.of("nobody@example.org"))).isEmpty();
    }

    @Test
    default void breaksTheLockThatIsMeant() {
        Lease lease = acquired(ALICE);

        assertThat(locks().breakLock(ALICE, lease.fence() + 1)).isFalse();
        assertThat(locks().beginUpdate(lease)).isTrue();
        assertThat(locks().breakLock(ALICE, lease.fence())).isTrue();
        assertThat(locks().breakLock(ALICE, lease.fence())).isFalse();

        assertThat(locks().look(ALICE)).isEmpty();
        assertFormerHolderIsPowerless(lease, acquired(ALICE));
    }

    @Test
    default void givesOneOfAHundredRacersTheLockWhetherNewOrUsedBefore() throws Exception {
        assertThat(race(100)).isEqualTo(1);

        locks().lookAll().forEach(lock -> locks().breakLock(lock.maildrop(), lock.fence()));
        assertThat(race(100)).isEqualTo(1);
    }

    private int race(int racers) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(racers);
        CountDownLatch start = new CountDownLatch(1);
        MaildropLocks locks = locks();
        Callable<Optional<Lease>> racer = () -> {
            start.await();
            return locks.acquire(ALICE, HOLDER);
        };
        List<Future<Optional<Lease>>> results = new ArrayList<>();
        for (int i = 0; i < racers; i++) {
            results.add(executor.submit(racer));
        }
        start.countDown();

        int winners = 0;
        for (Future<Optional<Lease>> result : results) {
            winners += result.get().isPresent() ? 1 : 0;
        }
        executor.shutdown();
        return winners;
    }

    @Test
    default void tellsSinceWhenByAClock() {
        acquired(ALICE);
        Instant first = locks().look(ALICE).orElseThrow().since();
        Lease bob = acquired(BOB);
        Instant second = locks().look(BOB).orElseThrow().since();
        locks().renew(List.of(bob));

        assertThat(second)
                .isAfterOrEqualTo(first)
                .isCloseTo(first, new TemporalUnitWithinOffset(LEASE.toSeconds(), ChronoUnit.SECONDS));
        assertThat(locks().look(BOB).orElseThrow().since()).isEqualTo(second);
    }

    default Lease acquired(Username maildrop) {
        return locks().acquire(maildrop, HOLDER).orElseThrow();
    }
}
