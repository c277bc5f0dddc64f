// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.failure.StoreUnavailableException;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Username;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.Test;

class LeasesTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final String CLIENT = "192.0.2.1";
    private static final LeaseHolder ELSEWHERE = LeaseHolder.of(HolderKind.DELIVERY, "other-node", "Mail0");

    private final TestLocks locks = new TestLocks();
    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private final Leases leases = leases(locks);

    /** Real time, in which nobody has waited long enough before a test is over. */
    private Leases leases(MaildropLocks store) {
        return leases(store, 60);
    }

    private Leases leases(MaildropLocks store, int longestWait) {
        return leases(store, longestWait, (settings, lockMetrics) -> new LeaseKeeper(store, settings, lockMetrics));
    }

    private Leases leases(
            MaildropLocks store, int longestWait, BiFunction<LockSettings, LockMetrics, LeaseKeeper> keeper) {
        try {
            var configuration = new BaseHierarchicalConfiguration();
            configuration.addProperty("lock.sessionWait", longestWait);
            configuration.addProperty("lock.deliveryWait", longestWait);
            configuration.addProperty("lock.node", "node-1");
            LockSettings settings = LockSettings.from(Section.only("test.xml", configuration, "lock"));
            LockMetrics lockMetrics = new LockMetrics(metrics, new NoopGaugeRegistry());
            LeaseKeeper made = keeper.apply(settings, lockMetrics);
            // as in TestLocks: a test's leases end with it
            made.stop();
            return new Leases(store, made, settings, lockMetrics);
        } catch (ConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void refusesASecondSessionAtOnce() {
        OwnedLease first = leases.forSession(ALICE, CLIENT).ask().orElseThrow();

        assertThat(leases.forSession(ALICE, CLIENT).ask()).isEmpty();

        first.release();
        assertThat(leases.forSession(ALICE, CLIENT).ask()).isPresent();
    }

    /** Time stands, so that whoever waited would wait for ever. */
    @Test
    void waitsForNobodyWhileASessionHasTheMaildrop() {
        Leases standing = leases(locks, 60, (settings, lockMetrics) -> locks.keeper());
        assertThat(standing.forSession(ALICE, CLIENT).ask()).isPresent();

        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            assertThat(standing.forSession(ALICE, CLIENT).ask()).isEmpty();
            assertThat(standing.forDelivery(ALICE, "Mail1")).isEmpty();
        });
    }

    @Test
    void breaksNoLockButTheOneThatIsNamed() {
        OwnedLease session = leases.forSession(ALICE, CLIENT).ask().orElseThrow();

        assertThat(leases.breakLock(ALICE, session.lease().fence() + 1)).isFalse();

        assertThat(session.isLost()).isFalse();
    }

    @Test
    void doesNotLetTheRemovalOfOldMessagesWait() {
        OwnedLease session = leases.forSession(ALICE, CLIENT).ask().orElseThrow();
        assertThat(leases.forRetention(ALICE, "retention=30")).isEmpty();
        session.release();
        assertThat(locks.store().acquire(ALICE, ELSEWHERE)).isPresent();

        assertThat(leases.forRetention(ALICE, "retention=30")).isEmpty();
    }

    @Test
    void tellsWhoRemovesOldMessagesAndThatTheMaildropIsFreeAgain() {
        List<Username> freed = new ArrayList<>();
        leases.whenFreed(freed::add);

        OwnedLease lease = leases.forRetention(ALICE, "retention=30").orElseThrow();

        LeaseHolder holder = locks.look(ALICE).orElseThrow().holder();
        assertThat(holder).hasToString("RETENTION of retention=30 on node-1");
        assertThat(freed).isEmpty();
        lease.release();
        assertThat(freed).containsExactly(ALICE);
        assertThat(leases.forSession(ALICE, CLIENT).ask()).isPresent();
    }

    @Test
    void doesNotLetADeliveryWaitForASession() {
        assertThat(leases.forSession(ALICE, CLIENT).ask()).isPresent();

        assertThat(leases.forDelivery(ALICE, "Mail1")).isEmpty();
    }

    @Test
    void letsASessionWaitForADeliveryOfThisNodeWithoutAThread() {
        OwnedLease delivery = leases.forDelivery(ALICE, "Mail1").orElseThrow();
        LeaseRequest session = leases.forSession(ALICE, CLIENT);
        AtomicInteger calls = new AtomicInteger();

        assertThat(session.ask()).isEmpty();
        session.whenTurn(calls::incrementAndGet);
        assertThat(session.isWaiting()).isTrue();
        assertThat(leases.waiting()).isEqualTo(1);
        assertThat(calls).hasValue(0);
        delivery.release();

        assertThat(calls).hasValue(1);
        assertThat(session.ask()).isPresent();
        assertThat(session.isWaiting()).isFalse();
        assertThat(leases.waiting()).isZero();
    }

    @Test
    void letsASessionWaitForADeliveryOfAnotherNodeWithoutAThread() {
        Lease elsewhere = locks.store().acquire(ALICE, ELSEWHERE).orElseThrow();
        LeaseRequest session = leases.forSession(ALICE, CLIENT);

        assertThat(session.ask()).isEmpty();
        session.whenTurn(() -> {
            throw new AssertionError("would ask again without a pause");
        });
        assertThat(session.isWaiting()).isTrue();
        assertThat(session.pause()).isPositive().isLessThanOrEqualTo(Leases.PAUSE);
        locks.store().release(elsewhere);

        assertThat(session.ask()).isPresent();
    }

    @Test
    void leavesTheMaildropToTheNextWhenASessionGivesUp() {
        OwnedLease delivery = leases.forDelivery(ALICE, "Mail1").orElseThrow();
        LeaseRequest gone = leases.forSession(ALICE, CLIENT);
        LeaseRequest next = leases.forSession(ALICE, CLIENT);
        assertThat(gone.ask()).isEmpty();
        assertThat(next.ask()).isEmpty();

        gone.close();
        delivery.release();

        assertThat(next.ask()).isPresent();
        assertThat(gone.isWaiting()).isFalse();
        assertThat(leases.waiting()).isZero();
    }

    /** The first in the line gets the maildrop; the others learn of that session. */
    @Test
    void servesSessionsInTheOrderOfTheirRequests() {
        OwnedLease delivery = leases.forDelivery(ALICE, "Mail1").orElseThrow();
        List<LeaseRequest> sessions = List.of(
                leases.forSession(ALICE, CLIENT), leases.forSession(ALICE, CLIENT), leases.forSession(ALICE, CLIENT));
        delivery.release();

        assertThat(sessions.get(2).ask()).isEmpty();
        assertThat(sessions.get(2).isWaiting()).isTrue();
        assertThat(sessions.get(0).ask()).isPresent();
        assertThat(sessions.get(1).ask()).isEmpty();
        assertThat(sessions.get(2).ask()).isEmpty();

        assertThat(sessions).noneMatch(LeaseRequest::isWaiting);
    }

    @Test
    void letsNobodyWaitForADeliveryWithoutEnd() {
        Leases impatient = leases(locks, 1);
        assertThat(locks.store().acquire(ALICE, ELSEWHERE)).isPresent();

        LeaseRequest session = impatient.forSession(ALICE, CLIENT);
        await().until(() -> session.ask().isEmpty() && !session.isWaiting());
        assertThat(impatient.forDelivery(ALICE, "Mail1")).isEmpty();
    }

    @Test
    void lineUpDeliveries() {
        OwnedLease first = leases.forDelivery(ALICE, "Mail1").orElseThrow();
        CompletableFuture<Optional<OwnedLease>> second =
                CompletableFuture.supplyAsync(() -> leases.forDelivery(ALICE, "Mail2"));
        await().until(() -> leases.waiting() == 1);
        assertThat(second).isNotDone();

        first.release();

        second.join().orElseThrow().release();
        assertThat(leases.forSession(ALICE, CLIENT).ask()).isPresent();
    }

    @Test
    void tellsOfTheMaildropsThatSessionsFree() {
        List<Username> freed = new ArrayList<>();
        leases.whenFreed(freed::add);
        OwnedLease session = leases.forSession(ALICE, CLIENT).ask().orElseThrow();
        assertThat(freed).isEmpty();

        session.release();
        leases.forDelivery(ALICE, "Mail1").orElseThrow().release();

        assertThat(freed).containsExactly(ALICE);
    }

    @Test
    void freesTheLockAlthoughAListenerFails() {
        leases.whenFreed(maildrop -> {
            throw new Error("broken listener");
        });

        leases.forSession(ALICE, CLIENT).ask().orElseThrow().release();

        assertThat(locks.store().look(ALICE)).isEmpty();
    }

    @Test
    void holdsNothingWhenTheStoreIsUnavailable() {
        locks.cutOff(true);
        assertThatThrownBy(() -> leases.forSession(ALICE, CLIENT).ask()).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> leases.forDelivery(ALICE, "Mail1")).isInstanceOf(StoreUnavailableException.class);

        locks.cutOff(false);

        assertThat(leases.waiting()).isZero();
        assertThat(leases.forDelivery(ALICE, "Mail1")).isPresent();
    }

    @Test
    void breaksALockAndTellsItsHolder() {
        OwnedLease session = leases.forSession(ALICE, CLIENT).ask().orElseThrow();

        assertThat(leases.breakLock(ALICE, session.lease().fence())).isTrue();

        assertThat(session.isLost()).isTrue();
        assertThat(leases.forSession(ALICE, CLIENT).ask()).isPresent();
    }

    @Test
    void saysWhoHoldsTheLock() {
        assertThat(leases.forSession(ALICE, CLIENT).ask()).isPresent();

        LeaseHolder holder = locks.look(ALICE).orElseThrow().holder();

        assertThat(holder.node()).isEqualTo("node-1");
        assertThat(holder.client()).isEqualTo(CLIENT);
        assertThat(holder.kind()).isEqualTo(HolderKind.SESSION);
    }

    @Test
    void countsWhatIsGrantedAndDenied() {
        assertThat(leases.forSession(ALICE, CLIENT).ask()).isPresent();
        leases.forSession(ALICE, CLIENT).ask();
        leases.forDelivery(ALICE, "Mail1");

        assertThat(metrics.countFor("digipoort-lock-granted")).isEqualTo(1);
        assertThat(metrics.countFor("digipoort-lock-denied")).isEqualTo(2);
        assertThat(metrics.executionTimesFor("digipoort-lock-wait")).hasSize(3);
    }
}
