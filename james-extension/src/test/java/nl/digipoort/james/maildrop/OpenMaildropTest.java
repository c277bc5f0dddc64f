// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import nl.digipoort.james.budget.BodyBudget;
import nl.digipoort.james.budget.Reservation;
import nl.digipoort.james.budget.TestBudget;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.lock.TestLocks;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

class OpenMaildropTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final BitSet NONE_DAMAGED = new BitSet();

    private final TestLocks locks = new TestLocks();
    private final RecordingMailbox mailbox = new RecordingMailbox();
    private final BodyBudget budget = TestBudget.of(1000);
    private final Fates fates = new Fates();
    private OwnedLease lease;

    @Test
    void deletesWhatIsMarkedUnderTheLockAndFreesIt() {
        OpenMaildrop maildrop = maildrop(3);
        maildrop.snapshot().delete(1);
        maildrop.snapshot().delete(3);

        assertThat(maildrop.update(fates)).isEqualTo(UpdateResult.COMPLETE);

        assertThat(mailbox.deleted).containsExactly(101L, 103L);
        assertThat(fates.told).containsExactly("begins [1.101, 1.103]", "DELETED [1.101, 1.103]");
        assertThat(locks.changes()).containsExactly("beginUpdate", "release");
    }

    @Test
    void confirmsTheLockBeforeItDeletesAndFreesItAfterwards() {
        List<String> atDeletion = new ArrayList<>();
        mailbox.afterDelete = () -> atDeletion.addAll(locks.changes());
        OpenMaildrop maildrop = maildrop(1);
        maildrop.snapshot().delete(1);

        maildrop.update(fates);

        assertThat(atDeletion).containsExactly("beginUpdate");
        assertThat(locks.changes()).containsExactly("beginUpdate", "release");
    }

    @Test
    void deletesNothingWhenTheLockIsLost() {
        OpenMaildrop maildrop = maildrop(1);
        maildrop.snapshot().delete(1);
        locks.store().breakLock(ALICE, lease.lease().fence());

        assertThat(maildrop.update(fates)).isEqualTo(UpdateResult.LOCK_LOST);

        assertThat(mailbox.deleted).isEmpty();
    }

    @Test
    void deletesNothingWhenTheLockStoreIsUnavailable() {
        OpenMaildrop maildrop = maildrop(1);
        maildrop.snapshot().delete(1);
        locks.cutOff(true);

        assertThat(maildrop.update(fates)).isEqualTo(UpdateResult.LOCK_LOST);

        assertThat(mailbox.deleted).isEmpty();
    }

    @Test
    void tellsWhenTheStoreFailsAndFreesTheLock() {
        mailbox.failsAfter = 500;
        OpenMaildrop maildrop = maildrop(700);
        LongStream.rangeClosed(1, 700).forEach(number -> maildrop.snapshot().delete((int) number));

        assertThat(maildrop.update(fates)).isEqualTo(UpdateResult.INCOMPLETE);

        assertThat(mailbox.deleted).hasSize(500);
        assertThat(fates.counts).containsExactly("begins 700", "DELETED 500", "UNKNOWN 200");
        assertThat(locks.changes()).containsExactly("beginUpdate", "release");
    }

    @Test
    void endsOnce() {
        OpenMaildrop maildrop = maildrop(1);
        maildrop.snapshot().delete(1);

        maildrop.release();
        maildrop.release();

        assertThat(maildrop.update(fates)).isEqualTo(UpdateResult.LOCK_LOST);
        assertThat(mailbox.deleted).isEmpty();
        assertThat(locks.changes()).containsExactly("release");
    }

    @Test
    void releasesQuietlyWhenTheLockStoreIsUnavailable() {
        OpenMaildrop maildrop = maildrop(1);
        locks.cutOff(true);

        assertThatCode(maildrop::release).doesNotThrowAnyException();
    }

    /** The holder paused for longer than the lease, and another session has had the maildrop since. */
    @Test
    void deletesNothingWhenTheTimeOfTheLeaseHasPassed() {
        OpenMaildrop maildrop = maildrop(1);
        maildrop.snapshot().delete(1);

        locks.pass(TestLocks.LEASE);

        assertThat(maildrop.isLost()).isTrue();
        assertThat(maildrop.update(fates)).isEqualTo(UpdateResult.LOCK_LOST);
        assertThat(mailbox.deleted).isEmpty();
    }

    @Test
    void stopsDeletingWhenTheLeaseRunsOut() {
        mailbox.afterDelete = () -> locks.pass(TestLocks.LEASE.minusSeconds(1));
        OpenMaildrop maildrop = maildrop(700);
        LongStream.rangeClosed(1, 700).forEach(number -> maildrop.snapshot().delete((int) number));

        assertThat(maildrop.update(fates)).isEqualTo(UpdateResult.INCOMPLETE);

        assertThat(mailbox.deleted).hasSize(500);
        assertThat(fates.counts).containsExactly("begins 700", "DELETED 500", "KEPT 200");
    }

    @Test
    void tellsWhatTheStoreWasNotAskedForBehindAFailure() {
        OpenMaildrop maildrop = maildrop(1100);
        mailbox.failsAfter = 500;
        LongStream.rangeClosed(1, 1100).forEach(number -> maildrop.snapshot().delete((int) number));

        assertThat(maildrop.update(fates)).isEqualTo(UpdateResult.INCOMPLETE);

        assertThat(fates.counts).containsExactly("begins 1100", "DELETED 500", "UNKNOWN 500", "KEPT 100");
    }

    @Test
    void deletesNothingThatMayNotBeDeletedAndFreesTheLock() {
        OpenMaildrop maildrop = maildrop(1);
        maildrop.snapshot().delete(1);
        fates.refusing = true;

        assertThatThrownBy(() -> maildrop.update(fates)).hasMessage("as asked");

        assertThat(mailbox.deleted).isEmpty();
        assertThat(locks.changes()).containsExactly("beginUpdate", "release");
    }

    @Test
    void breaksAMessageOffWhenTheLockIsLost() throws Exception {
        OpenMaildrop maildrop = maildrop(1);
        try (MessageContent content = maildrop.retrieve(1, maildrop.reserve(1))) {
            assertThat(content.stream().read()).isEqualTo('x');

            locks.pass(TestLocks.LEASE);

            assertThatThrownBy(() -> content.stream().read()).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> content.stream().readAllBytes()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void hasLineEndsMadeCanonicalWhereTheyDifferFromTheStore() throws Exception {
        StoredMessages stored = StoredMessages.of(new long[] {101, 102}, new long[] {3, 3});
        OpenMaildrop maildrop = new OpenMaildrop(
                locks.held(ALICE),
                mailbox,
                new Snapshot(1, KeptUniqueIds.NONE, stored, new long[] {3, 4}, NONE_DAMAGED),
                budget);

        maildrop.retrieve(1, maildrop.reserve(1)).close();
        maildrop.retrieve(2, maildrop.reserve(2)).close();

        assertThat(mailbox.opened).containsExactly("101 of 3 CANONICAL", "102 of 4 TO_BE_MADE_CANONICAL");
    }

    @Test
    void givesTheMemoryBackWhenAMessageCannotBeOpened() {
        StoredMessages stored = StoredMessages.of(new long[] {101}, new long[] {1000});
        OpenMaildrop maildrop = new OpenMaildrop(
                locks.held(ALICE),
                mailbox,
                new Snapshot(1, KeptUniqueIds.NONE, stored, new long[] {1000}, NONE_DAMAGED),
                budget);
        mailbox.unreadable = true;
        Reservation memory = maildrop.reserve(1);

        assertThatThrownBy(() -> maildrop.retrieve(1, memory)).isInstanceOf(MaildropException.class);

        try (Reservation whole = budget.reserve(1000)) {
            assertThat(whole.isGranted()).isTrue();
        }
    }

    @Test
    void refusesADamagedMessageAndDeletesIt() {
        StoredMessages stored = StoredMessages.of(new long[] {101, 102}, new long[] {3, 3});
        BitSet second = new BitSet();
        second.set(1);
        OpenMaildrop maildrop = new OpenMaildrop(
                locks.held(ALICE),
                mailbox,
                new Snapshot(1, KeptUniqueIds.NONE, stored, new long[] {3, 3}, second),
                budget);
        Reservation memory = maildrop.reserve(2);

        assertThatThrownBy(() -> maildrop.retrieve(2, memory)).isInstanceOf(DamagedMessageException.class);
        assertThatThrownBy(() -> maildrop.retrieveHeader(2)).isInstanceOf(DamagedMessageException.class);

        assertThat(mailbox.opened).isEmpty();
        try (Reservation whole = budget.reserve(1000)) {
            assertThat(whole.isGranted()).isTrue();
        }
        maildrop.snapshot().delete(2);
        assertThat(maildrop.update(fates)).isEqualTo(UpdateResult.COMPLETE);
        assertThat(mailbox.deleted).containsExactly(102L);
    }

    @Test
    void isNotLostAnyMoreWhenItHasEnded() {
        OpenMaildrop maildrop = maildrop(1);
        maildrop.release();

        locks.pass(TestLocks.LEASE);

        assertThat(maildrop.isLost()).isFalse();
    }

    @Test
    void asksForNoConfirmationWhereNothingIsMarked() {
        assertThat(maildrop(1).update(fates)).isEqualTo(UpdateResult.COMPLETE);

        assertThat(locks.changes()).containsExactly("release");
        assertThat(fates.told).isEmpty();
    }

    @Test
    void saysThatTheLockIsLostAlsoWhereNothingIsMarked() {
        OpenMaildrop maildrop = maildrop(1);

        locks.pass(TestLocks.LEASE);

        assertThat(maildrop.update(fates)).isEqualTo(UpdateResult.LOCK_LOST);
    }

    @Test
    void marksByNumbers() {
        OpenMaildrop maildrop = maildrop(3);
        maildrop.snapshot().delete(1);

        maildrop.mark(numbers -> !numbers.equals("1.102"));

        assertThat(maildrop.snapshot().marked()).extracting(MarkedMessage::uid).containsExactly(101L, 103L);
    }

    @Test
    void marksByNumbersAlsoWhenAMessageHasKeptItsUniqueId() {
        StoredMessages stored = StoredMessages.of(new long[] {101, 102}, new long[] {1, 1});
        OpenMaildrop maildrop = new OpenMaildrop(
                locks.held(ALICE),
                mailbox,
                new Snapshot(
                        1,
                        KeptUniqueIds.moved("a-move", Map.of(102L, "kept")),
                        stored,
                        new long[] {1, 1},
                        NONE_DAMAGED),
                budget);

        maildrop.mark("1.102"::equals);

        assertThat(maildrop.snapshot().marked())
                .extracting(MarkedMessage::uniqueId)
                .containsExactly("kept");
    }

    @Test
    void deletesInBatchesOfFiveHundred() {
        OpenMaildrop maildrop = maildrop(1000);
        LongStream.rangeClosed(1, 1000).forEach(number -> maildrop.snapshot().delete((int) number));

        assertThat(maildrop.update(fates)).isEqualTo(UpdateResult.COMPLETE);

        assertThat(fates.counts).containsExactly("begins 1000", "DELETED 500", "DELETED 500");
        assertThat(mailbox.deleted).hasSize(1000);
    }

    private OpenMaildrop maildrop(int count) {
        long[] uids = LongStream.rangeClosed(101, 100L + count).toArray();
        long[] sizes = new long[count];
        lease = locks.held(ALICE);
        return new OpenMaildrop(
                lease,
                mailbox,
                new Snapshot(1, KeptUniqueIds.NONE, StoredMessages.of(uids, sizes), sizes, NONE_DAMAGED),
                budget);
    }

    private static final class Fates implements UpdateListener {
        private final List<String> told = new ArrayList<>();
        private final List<String> counts = new ArrayList<>();
        private boolean refusing;

        @Override
        public void begins(List<MarkedMessage> marked) {
            if (refusing) {
                throw new IllegalStateException("as asked");
            }
            tell("begins", marked);
        }

        @Override
        public void ended(List<MarkedMessage> messages, Fate fate) {
            if (!messages.isEmpty()) {
                tell(fate.name(), messages);
            }
        }

        private void tell(String what, List<MarkedMessage> messages) {
            told.add(what + " " + messages.stream().map(MarkedMessage::uniqueId).toList());
            counts.add(what + " " + messages.size());
        }
    }

    private static final class RecordingMailbox implements MessageAccess {
        private final List<Long> deleted = new ArrayList<>();
        private int failsAfter = Integer.MAX_VALUE;
        private Runnable afterDelete = () -> {};
        private final List<String> opened = new ArrayList<>();
        private boolean unreadable;

        @Override
        public StoredContent open(long uid, long octets, LineEnds lineEnds) throws MaildropException {
            if (unreadable) {
                throw new MaildropException("as asked", new IllegalStateException());
            }
            opened.add(uid + " of " + octets + " " + lineEnds);
            return new StoredContent(octets, new ByteArrayInputStream("xyz".getBytes(US_ASCII)), () -> {});
        }

        @Override
        public Optional<StoredContent> openHeader(long uid, long octets, LineEnds lineEnds, int most) {
            throw new AssertionError("no header is asked for");
        }

        @Override
        public long canonicalLength(long uid) {
            throw new AssertionError("nothing is read");
        }

        @Override
        public void delete(long[] uids) throws MaildropException {
            if (deleted.size() + uids.length > failsAfter) {
                throw new MaildropException("full stop", new IllegalStateException());
            }
            LongStream.of(uids).forEach(deleted::add);
            afterDelete.run();
        }
    }
}
