// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import nl.digipoort.james.credential.CapturedLog;
import nl.digipoort.james.failure.StoreUnavailableException;
import org.apache.james.core.Username;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.junit.jupiter.api.Test;

class LeaseKeeperTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Duration A_THIRD = TestLocks.LEASE.dividedBy(3);

    private final TestLocks locks = new TestLocks();
    private final OwnedLease held = locks.held(ALICE);

    @Test
    void renewsWhenAThirdOfTheTimeHasPassedAndNotBefore() {
        locks.pass(A_THIRD.minusMillis(1));
        locks.keeper().look();
        assertThat(locks.changes()).isEmpty();

        locks.pass(Duration.ofMillis(1));
        locks.keeper().look();
        assertThat(locks.changes()).containsExactly("renew");

        locks.keeper().look();
        assertThat(locks.changes()).containsExactly("renew");
    }

    @Test
    void keepsALeaseForAsLongAsItIsHeld() {
        for (int i = 0; i < 20; i++) {
            locks.pass(A_THIRD);
            locks.keeper().look();
        }

        assertThat(held.isLost()).isFalse();
        assertThat(held.hasTimeForAStep()).isTrue();
        assertThat(locks.store().look(ALICE)).isPresent();
    }

    @Test
    void losesALeaseThatIsBroken() {
        locks.store().breakLock(ALICE, held.lease().fence());
        assertThat(held.isLost()).isFalse();

        locks.pass(A_THIRD);
        locks.keeper().look();

        assertThat(held.isLost()).isTrue();
        assertThat(held.hasTimeForAStep()).isFalse();
    }

    @Test
    void believesInALeaseNoLongerThanItsTimeWhenTheStoreIsUnavailable() {
        locks.cutOff(true);

        locks.pass(TestLocks.LEASE.minusNanos(1));
        locks.keeper().look();
        assertThat(held.isLost()).isFalse();
        assertThat(held.hasTimeForAStep()).isFalse();

        locks.pass(Duration.ofNanos(1));
        assertThat(held.isLost()).isTrue();
    }

    /** As after SIGSTOP and SIGCONT: the store may have given the lock to another node. */
    @Test
    void doesNotComeBackToALeaseWhoseTimeHasPassed() {
        locks.pass(TestLocks.LEASE);
        locks.keeper().look();

        assertThat(held.isLost()).isTrue();
        assertThat(held.beginUpdate()).isFalse();
        assertThat(locks.changes()).doesNotContain("beginUpdate");
    }

    @Test
    void isLostWhenTheStoreDoesNotLetItUpdate() {
        locks.store().breakLock(ALICE, held.lease().fence());

        assertThat(held.beginUpdate()).isFalse();

        assertThat(held.isLost()).isTrue();
    }

    @Test
    void hasTimeForAStepUntilAThirdIsLeft() {
        locks.pass(A_THIRD.multipliedBy(2));
        assertThat(held.hasTimeForAStep()).isTrue();

        locks.pass(Duration.ofNanos(1));

        assertThat(held.hasTimeForAStep()).isFalse();
        assertThat(held.isLost()).isFalse();
    }

    @Test
    void tellsOnceThatALeaseIsLostAlthoughTheStoreCannotSay() {
        List<Lease> lost = new ArrayList<>();
        locks.keeper().whenLost(lost::add);
        locks.cutOff(true);

        locks.pass(TestLocks.LEASE);
        locks.keeper().look();
        locks.keeper().look();

        assertThat(lost).containsExactly(held.lease());
        assertThat(locks.metrics().countFor("digipoort-lease-lost")).isEqualTo(1);
    }

    @Test
    void tellsNothingOfALeaseThatIsReleased() {
        List<Lease> lost = new ArrayList<>();
        locks.keeper().whenLost(lost::add);
        held.release();

        locks.keeper().lose(ALICE, held.lease().fence());
        locks.pass(TestLocks.LEASE);
        locks.keeper().look();

        assertThat(lost).isEmpty();
    }

    /** Whether the store answers with the trouble of one lease, or throws because of it, even an Error. */
    @Test
    void losesNoneBecauseOfAnother() {
        OwnedLease bob = locks.held(Username.of("bob@example.org"));
        OwnedLease carol = locks.held(Username.of("carol@example.org"));
        locks.failFor(bob.lease(), new StackOverflowError());
        locks.cutOffFor(carol.lease());

        for (int i = 0; i < 3; i++) {
            locks.pass(A_THIRD);
            locks.keeper().look();
        }

        assertThat(held.isLost()).isFalse();
        assertThat(held.hasTimeForAStep()).isTrue();
        assertThat(bob.isLost()).isTrue();
        assertThat(carol.isLost()).isTrue();
        assertThat(locks.metrics().countFor("digipoort-lease-keeper-failed")).isGreaterThanOrEqualTo(3);
    }

    @Test
    void losesWhatIsOverAlthoughTheOthersFail() {
        List<Lease> lost = new ArrayList<>();
        locks.keeper().whenLost(lost::add);
        locks.failFor(held.lease(), new NoClassDefFoundError());
        locks.pass(TestLocks.LEASE);

        locks.keeper().look();

        assertThat(lost).containsExactly(held.lease());
    }

    @Test
    void tellsWhenItLookedLast() {
        locks.pass(A_THIRD);
        assertThat(locks.keeper().sinceLastLook()).isEqualTo(A_THIRD);

        locks.failFor(held.lease(), new StackOverflowError());
        locks.keeper().look();

        assertThat(locks.keeper().sinceLastLook()).isZero();
    }

    /** An answer to an earlier request that comes later. */
    @Test
    void isNotShortenedByAnEarlierRenewal() {
        long before = locks.keeper().now();
        locks.pass(A_THIRD);
        assertThat(held.beginUpdate()).isTrue();

        held.extend(before);

        assertThat(held.left()).isEqualTo(TestLocks.LEASE);
    }

    @Test
    void logsOnceThatTheStoreIsUnavailable() {
        try (CapturedLog log = CapturedLog.of(LeaseKeeper.class)) {
            locks.cutOff(true);
            locks.pass(A_THIRD);
            locks.keeper().look();
            locks.keeper().look();
            assertThat(log.take())
                    .containsExactly("ERROR 1 leases on maildrops cannot be renewed; their sessions end with them");

            locks.cutOff(false);
            locks.keeper().look();
            locks.cutOff(true);
            locks.pass(A_THIRD);
            locks.keeper().look();

            assertThat(log.take()).hasSize(1);
        }
    }

    /** Nobody looks but its own thread, which does not keep the server from ending. */
    @Test
    void renewsByItself() {
        LeaseKeeper keeper = new LeaseKeeper(
                locks,
                Duration.ofSeconds(6),
                new LockMetrics(locks.metrics(), new NoopGaugeRegistry()),
                Ticker.systemTicker());

        keeper.keep(held.lease(), keeper.now(), Duration.ofDays(1), () -> {});

        await().until(() -> locks.changes().contains("renew"));
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().equals("digipoort-lease-keeper"))
                .isNotEmpty()
                .allMatch(Thread::isDaemon);
        keeper.stop();
    }

    @Test
    void renewsAsSoonAsTheStoreIsBackInTime() {
        locks.cutOff(true);
        locks.pass(A_THIRD);
        locks.keeper().look();
        locks.pass(A_THIRD);
        locks.cutOff(false);
        locks.keeper().look();

        locks.pass(A_THIRD.multipliedBy(2));

        assertThat(held.isLost()).isFalse();
    }

    @Test
    void countsTheTimeFromBeforeTheStoreIsAsked() {
        locks.pass(Duration.ofSeconds(1));

        assertThat(held.beginUpdate()).isTrue();
        locks.pass(TestLocks.LEASE.minusNanos(1));
        assertThat(held.isLost()).isFalse();
        locks.pass(Duration.ofNanos(1));

        assertThat(held.isLost()).isTrue();
    }

    @Test
    void letsNobodyUpdateWhenThatCannotBeFoundOut() {
        locks.cutOff(true);

        assertThatThrownBy(held::beginUpdate).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void freesTheLockOnce() {
        AtomicInteger told = new AtomicInteger();
        Username bob = Username.of("bob@example.org");
        Lease lease = locks.store()
                .acquire(bob, LeaseHolder.of(HolderKind.SESSION, "node", "192.0.2.1"))
                .orElseThrow();
        OwnedLease other = locks.keeper().keep(lease, locks.keeper().now(), Duration.ofDays(1), told::incrementAndGet);

        other.release();
        other.release();

        assertThat(locks.changes()).containsExactly("release");
        assertThat(locks.store().look(bob)).isEmpty();
        assertThat(told).hasValue(1);
    }

    /** As a delivery that never gets an answer from its database. */
    @Test
    void losesWhatIsHeldForLongerThanItMay() {
        locks.pass(Duration.ofSeconds(1));
        Username bob = Username.of("bob@example.org");
        Lease lease = locks.store()
                .acquire(bob, LeaseHolder.of(HolderKind.DELIVERY, "node", "Mail1"))
                .orElseThrow();
        OwnedLease other = locks.keeper().keep(lease, locks.keeper().now(), TestLocks.LEASE.multipliedBy(2), () -> {});

        for (int i = 0; i < 7; i++) {
            locks.pass(A_THIRD);
            locks.keeper().look();
            assertThat(other.isLost()).isFalse();
        }
        locks.pass(A_THIRD);
        locks.keeper().look();

        assertThat(other.isLost())
                .as("a lease after the last renewal before its time")
                .isTrue();
        assertThat(locks.store().look(bob)).isEmpty();
        assertThat(held.isLost()).isFalse();
    }

    @Test
    void doesNotRenewWhatIsReleased() {
        held.release();

        locks.pass(A_THIRD);
        locks.keeper().look();

        assertThat(locks.changes()).containsExactly("release");
    }

    @Test
    void freesTheLockWhenTheStoreIsBack() {
        locks.cutOff(true);
        held.release();
        locks.pass(Duration.ofSeconds(5));
        locks.keeper().look();
        assertThat(locks.store().look(ALICE)).isPresent();

        locks.cutOff(false);
        locks.keeper().look();

        assertThat(locks.store().look(ALICE)).isEmpty();
        locks.changes().clear();
        locks.keeper().look();
        assertThat(locks.changes()).isEmpty();
    }

    @Test
    void tellsTheHolderOfABrokenLockAtOnce() {
        locks.keeper().lose(ALICE, held.lease().fence() + 1);
        assertThat(held.isLost()).isFalse();

        locks.keeper().lose(ALICE, held.lease().fence());

        assertThat(held.isLost()).isTrue();
    }
}
