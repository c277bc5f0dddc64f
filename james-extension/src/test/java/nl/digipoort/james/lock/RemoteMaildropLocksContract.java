// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    @Test
    default void looksAgainWhenTheAnswerToAnAcquisitionIsLost() {
        Optional<Lease> lease = locksWithLostAnswers().acquire(ALICE, HOLDER);

        assertThat(lease).isPresent();
        assertThat(locks().look(ALICE))
                .map(LockInfo::fence)
                .contains(lease.orElseThrow().fence());
        assertThat(locks().renew(List.of(lease.orElseThrow()))).isEmpty();
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

        assertThat(locksWithLostAnswers().renew(List.of(lease))).isEmpty();
        assertThat(locksWithLostAnswers().beginUpdate(lease)).isTrue();
        assertThat(locks().look(ALICE)).map(LockInfo::state).contains(LockState.UPDATING);
        assertThat(locksWithLostAnswers().renew(List.of(over))).containsExactly(over);
        assertThat(locksWithLostAnswers().beginUpdate(over)).isFalse();
    }

    @Test
    default void releasesAlthoughTheAnswerIsLost() {
        Lease lease = acquired(ALICE);

        locksWithLostAnswers().release(lease);

        assertThat(locks().acquire(ALICE, HOLDER)).isPresent();
    }

    @Test
    default void saysSoWhenTheStoreIsUnavailable() {
        Lease lease = acquired(ALICE);
        List<Function<MaildropLocks, Object>> calls = List.of(
                locks -> locks.acquire(BOB, HOLDER),
                locks -> locks.renew(List.of(lease)),
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
    }
}
