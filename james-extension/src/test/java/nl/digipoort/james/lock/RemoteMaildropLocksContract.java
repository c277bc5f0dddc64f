// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import nl.digipoort.james.failure.StoreUnavailableException;
import org.junit.jupiter.api.Test;

/** The additional contract of a store of maildrop locks that is used over a network. */
public interface RemoteMaildropLocksContract extends MaildropLocksContract {
    /** A node whose store executes each call, but whose first answer to each is lost, as when a connection breaks. */
    MaildropLocks locksWithLostAnswers();

    /** A node whose store is unavailable. */
    MaildropLocks locksUnavailable();

    /** A node whose watch begins now. */
    MaildropLocks locksOfANodeThatHasSeenNothing();

    MaildropLocks locksWithLeaseTime(Duration leaseTime);

    @Test
    default void looksAgainWhenTheAnswerToAnAcquisitionIsLost() {
        Optional<Lease> lease = locksWithLostAnswers().acquire(ALICE, HOLDER);

        assertThat(lease).isPresent();
        assertThat(locks().look(ALICE))
                .map(LockInfo::fence)
                .contains(lease.orElseThrow().fence());
        assertThat(locks().renew(List.of(lease.orElseThrow())).over()).isEmpty();
    }

    @Test
    default void doesNotTakeAnothersLockForItsOwnWhenTheAnswerIsLost() {
        acquired(ALICE);

        assertThat(locksWithLostAnswers().acquire(ALICE, HOLDER)).isEmpty();
    }

    @Test
    default void looksAgainWhenTheAnswerToARenewalOrUpdateIsLost() {
        Lease lease = acquired(ALICE);
        Lease over = acquired(BOB);
        locks().release(over);

        assertThat(locksWithLostAnswers().renew(List.of(lease)).over()).isEmpty();
        assertThat(locksWithLostAnswers().beginUpdate(lease)).isTrue();
        assertThat(locks().look(ALICE)).map(LockInfo::state).contains(LockState.UPDATING);
        assertThat(locksWithLostAnswers().renew(List.of(over)).over()).containsExactly(over);
        assertThat(locksWithLostAnswers().beginUpdate(over)).isFalse();
    }

    @Test
    default void releasesAlthoughTheAnswerIsLost() {
        Lease lease = acquired(ALICE);

        locksWithLostAnswers().release(lease);

        assertThat(locks().acquire(ALICE, HOLDER)).isPresent();
    }

    @Test
    default void freesOnlyWhatIsAbandoned() {
        Lease alice = acquired(ALICE);
        Lease bob = acquired(BOB);
        locks().freeAbandoned();
        abandon(alice);
        assertThat(locks().renew(List.of(bob)).over()).isEmpty();

        locks().freeAbandoned();

        assertThat(locks().lookAll()).extracting(LockInfo::maildrop).containsExactly(BOB);
        assertThat(locks().beginUpdate(bob)).isTrue();
        assertThat(locks().acquire(ALICE, HOLDER)).isPresent();
    }

    /** Another node took over, while the one before it goes on. */
    @Test
    default void refusesTheOneThatLosesTheRaceForAnAbandonedLock() {
        abandon(acquired(ALICE));
        MaildropLocks slow = locks();

        Lease first = acquired(ALICE);

        assertThat(slow.acquire(ALICE, HOLDER)).isEmpty();
        assertThat(locks().beginUpdate(first)).isTrue();
    }

    /** A node that has just started has watched nobody. */
    @Test
    default void watchesALockItselfBeforeItTakesItOver() {
        abandon(acquired(ALICE));
        MaildropLocks started = locksOfANodeThatHasSeenNothing();

        assertThat(started.acquire(ALICE, HOLDER)).isEmpty();
        pass(LEASE.minusNanos(1));
        assertThat(started.acquire(ALICE, HOLDER)).isEmpty();
        pass(LockWatch.patience(LEASE).minus(LEASE).plusNanos(1));

        assertThat(started.acquire(ALICE, HOLDER)).isPresent();
    }

    /** As while an operator changes lock/leaseTime from node to node. */
    @Test
    default void watchesForTheLongerOfTheTimesOfHolderAndWatcher() {
        MaildropLocks longer = locksWithLeaseTime(LEASE.multipliedBy(2));
        Lease lease = longer.acquire(ALICE, HOLDER).orElseThrow();
        abandon(lease);

        assertThat(locks().acquire(ALICE, HOLDER)).isEmpty();
        pass(LockWatch.patience(LEASE));

        assertThat(locks().acquire(ALICE, HOLDER)).isPresent();
    }

    @Test
    default void saysSoWhenTheStoreIsUnavailable() {
        Lease lease = acquired(ALICE);
        List<Function<MaildropLocks, Object>> calls = List.of(
                locks -> locks.acquire(BOB, HOLDER),
                locks -> locks.beginUpdate(lease),
                locks -> locks.look(ALICE),
                MaildropLocks::lookAll,
                locks -> locks.breakLock(ALICE, lease.fence()),
                locks -> {
                    locks.release(lease);
                    return "released";
                });

        for (Function<MaildropLocks, Object> call : calls) {
            assertThatThrownBy(() -> call.apply(locksUnavailable())).isInstanceOf(StoreUnavailableException.class);
        }
        assertThat(locksUnavailable().renew(List.of(lease)).unknown()).containsOnlyKeys(lease);
    }
}
