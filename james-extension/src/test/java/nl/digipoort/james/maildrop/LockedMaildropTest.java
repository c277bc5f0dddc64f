// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import nl.digipoort.james.budget.BodyBudget;
import nl.digipoort.james.budget.Reservation;
import nl.digipoort.james.budget.TestBudget;
import nl.digipoort.james.lock.TestLocks;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

class LockedMaildropTest {
    private static final Username ALICE = Username.of("alice@example.org");

    private final BodyBudget budget = TestBudget.of(100);
    private final TestMaildrops maildrops = new TestMaildrops(budget);
    private final TestLocks locks = maildrops.locks();

    @Test
    void opensWhenThereIsMemoryToReadANewMessage() throws Exception {
        maildrops.mailboxes().append(ALICE, "Subject: x\r\n\r\nx\r\n");
        Reservation other = budget.reserve(100);
        LockedMaildrop locked = lock();

        assertThat(locked.awaited()).isPresent();
        other.close();
        assertThat(locked.awaited()).isEmpty();

        assertThat(locked.open().snapshot().octets()).isEqualTo(17);
        assertThat(locks.changes()).isEmpty();
    }

    @Test
    void givesTheLockAndItsPlaceForMemoryBackWhenItIsReleased() throws Exception {
        maildrops.mailboxes().append(ALICE, "Subject: x\r\n\r\nx\r\n");
        Reservation other = budget.reserve(100);
        LockedMaildrop locked = lock();
        Reservation awaited = locked.awaited().orElseThrow();

        locked.release();

        other.close();
        assertThat(awaited.isGranted()).isFalse();
        assertThat(locks.lookAll()).isEmpty();
    }

    @Test
    void looksAtNothingBeforeItIsAskedAndFreesTheLockWhenItCannotBeRead() {
        TestLocks held = new TestLocks();
        LockedMaildrop locked = new LockedMaildrop(held.held(ALICE), lease -> {
            throw new MaildropException("as asked", new IllegalStateException());
        });
        assertThat(held.changes()).isEmpty();

        assertThatThrownBy(locked::awaited).hasMessage("as asked");

        assertThat(held.changes()).containsExactly("release");
    }

    private LockedMaildrop lock() {
        Maildrops all = maildrops.maildrops();
        return all.locked(all.request(ALICE, "192.0.2.1").ask().orElseThrow());
    }
}
