package nl.digipoort.james.maildrop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

class OpenMaildropTest {
    private final RecordingLocks locks = new RecordingLocks();
    private final RecordingMailbox mailbox = new RecordingMailbox();

    @Test
    void deletesWhatIsMarkedUnderTheLockAndFreesIt() {
        OpenMaildrop maildrop = maildrop(3);
        maildrop.snapshot().delete(1);
        maildrop.snapshot().delete(3);

        assertThat(maildrop.update()).isEqualTo(UpdateResult.COMPLETE);

        assertThat(mailbox.deleted).containsExactly(101L, 103L);
        assertThat(locks.calls).containsExactly("beginUpdate", "release");
    }

    @Test
    void deletesNothingWhenTheLockIsLost() {
        locks.holds = false;
        OpenMaildrop maildrop = maildrop(1);
        maildrop.snapshot().delete(1);

        assertThat(maildrop.update()).isEqualTo(UpdateResult.LOCK_LOST);

        assertThat(mailbox.deleted).isEmpty();
    }

    @Test
    void deletesNothingWhenTheLockStoreIsOutOfReach() {
        locks.outOfReach = true;
        OpenMaildrop maildrop = maildrop(1);
        maildrop.snapshot().delete(1);

        assertThat(maildrop.update()).isEqualTo(UpdateResult.LOCK_LOST);

        assertThat(mailbox.deleted).isEmpty();
    }

    @Test
    void tellsWhenTheStoreFailsAndFreesTheLock() {
        mailbox.failsAfter = 500;
        OpenMaildrop maildrop = maildrop(700);
        LongStream.rangeClosed(1, 700).forEach(number -> maildrop.snapshot().delete((int) number));

        assertThat(maildrop.update()).isEqualTo(UpdateResult.INCOMPLETE);

        assertThat(mailbox.deleted).hasSize(500);
        assertThat(locks.calls).containsExactly("beginUpdate", "release");
    }

    @Test
    void endsOnce() {
        OpenMaildrop maildrop = maildrop(1);
        maildrop.snapshot().delete(1);

        maildrop.release();
        maildrop.release();

        assertThat(maildrop.update()).isEqualTo(UpdateResult.LOCK_LOST);
        assertThat(mailbox.deleted).isEmpty();
        assertThat(locks.calls).containsExactly("release");
    }

    @Test
    void releasesQuietlyWhenTheLockStoreIsOutOfReach() {
        locks.outOfReach = true;

        assertThatCode(() -> maildrop(1).release()).doesNotThrowAnyException();
    }

    private OpenMaildrop maildrop(int count) {
        long[] uids = LongStream.rangeClosed(101, 100L + count).toArray();
        long[] sizes = new long[count];
        Lease lease = Lease.of(Username.of("alice@example.org"), new UUID(1, 2), 1);
        return new OpenMaildrop(locks, lease, mailbox, new Snapshot(1, StoredMessages.of(uids, sizes), sizes));
    }

    private static final class RecordingLocks implements MaildropLocks {
        private final List<String> calls = new ArrayList<>();
        private boolean holds = true;
        private boolean outOfReach;

        @Override
        public Optional<Lease> acquire(Username maildrop) {
            throw new AssertionError("not for an open maildrop");
        }

        @Override
        public boolean beginUpdate(Lease lease) {
            call("beginUpdate");
            return holds;
        }

        @Override
        public void release(Lease lease) {
            call("release");
        }

        private void call(String name) {
            calls.add(name);
            if (outOfReach) {
                throw new StoreUnavailableException("out of reach", new IllegalStateException());
            }
        }
    }

    private static final class RecordingMailbox implements MessageAccess {
        private final List<Long> deleted = new ArrayList<>();
        private int failsAfter = Integer.MAX_VALUE;

        @Override
        public MessageContent open(long uid, long octets, LineEnds lineEnds) {
            throw new AssertionError("nothing is read");
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
        }
    }
}
