// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import nl.digipoort.james.budget.BodyBudget;
import nl.digipoort.james.budget.Reservation;
import nl.digipoort.james.budget.TestBudget;
import org.apache.james.mailbox.model.MailboxId;
import org.junit.jupiter.api.Test;

class WireSizingTest {
    private static final MailboxId MAILBOX = () -> "7";

    private final Map<MailboxId, WireSizes> stored = new HashMap<>();
    private final CountingMailbox mailbox = new CountingMailbox();
    private final BodyBudget budget = TestBudget.of(1000);

    @Test
    void readsEachMessageOnce() throws MaildropException {
        StoredMessages two = StoredMessages.of(new long[] {4, 9}, new long[] {100, 200});
        mailbox.lengths.putAll(Map.of(4L, 100L, 9L, 202L, 12L, 50L));

        assertThat(sizes(two)).containsExactly(100, 202);
        assertThat(sizes(two)).containsExactly(100, 202);
        assertThat(mailbox.read).containsExactly(4L, 9L);

        StoredMessages later = StoredMessages.of(new long[] {9, 12}, new long[] {200, 50});
        assertThat(sizes(later)).containsExactly(202, 50);
        assertThat(mailbox.read).containsExactly(4L, 9L, 12L);
        assertThat(stored.get(MAILBOX).exceptions()).containsExactly(Map.entry(9L, 202L));
    }

    @Test
    void forgetsExceptionsOfMessagesThatAreGone() throws MaildropException {
        stored.put(MAILBOX, WireSizes.of(9, Map.of(4L, 101L, 9L, 202L)));
        mailbox.lengths.put(12L, 50L);

        sizes(StoredMessages.of(new long[] {9, 12}, new long[] {200, 50}));

        assertThat(stored.get(MAILBOX).exceptions()).containsOnlyKeys(9L);
        assertThat(stored.get(MAILBOX).examinedThrough()).isEqualTo(12);
    }

    /** As after deliveries that noted the size of each message. */
    @Test
    void forgetsManyThatAreGoneAlsoWhenNothingWasRead() throws MaildropException {
        Map<Long, Long> many = new HashMap<>();
        LongStream.rangeClosed(1, WireSizing.FORGOTTEN_AT).forEach(uid -> many.put(uid, 7L));
        stored.put(MAILBOX, WireSizes.of(500, many));
        sizes(StoredMessages.of(new long[] {1}, new long[] {6}));
        assertThat(stored.get(MAILBOX).exceptions()).hasSize(WireSizing.FORGOTTEN_AT);

        sizes(StoredMessages.of(new long[0], new long[0]));

        assertThat(stored.get(MAILBOX).exceptions()).isEmpty();
        assertThat(stored.get(MAILBOX).examinedThrough()).isEqualTo(500);
    }

    @Test
    void forgetsUniqueIdsOfManyThatAreGone() throws MaildropException {
        Map<Long, String> many = new HashMap<>();
        LongStream.rangeClosed(1, WireSizing.FORGOTTEN_AT + 1).forEach(uid -> many.put(uid, "kept-" + uid));
        stored.put(MAILBOX, WireSizes.of(500, Map.of()).with(KeptUniqueIds.moved("a-move", many)));
        sizes(StoredMessages.of(new long[] {1, 2}, new long[] {6, 6}));
        assertThat(stored.get(MAILBOX).uniqueIds().find(2)).contains("kept-2");

        sizes(StoredMessages.of(new long[] {1}, new long[] {6}));

        assertThat(stored.get(MAILBOX).uniqueIds().find(1)).contains("kept-1");
        assertThat(stored.get(MAILBOX).uniqueIds().find(2)).isEmpty();
        assertThat(stored.get(MAILBOX).uniqueIds().move()).contains("a-move");
    }

    @Test
    void keepsUniqueIdsWhenASizeIsSaved() throws MaildropException {
        stored.put(MAILBOX, WireSizes.of(1, Map.of()).with(KeptUniqueIds.moved("a-move", Map.of(1L, "kept"))));
        mailbox.lengths.put(2L, 8L);

        sizes(StoredMessages.of(new long[] {1, 2}, new long[] {6, 6}));

        assertThat(stored.get(MAILBOX).examinedThrough()).isEqualTo(2);
        assertThat(stored.get(MAILBOX).uniqueIds().find(1)).contains("kept");
    }

    @Test
    void stopsWhereMemoryIsToBeWaitedForAndGoesOnFromThere() throws MaildropException {
        mailbox.lengths.putAll(Map.of(4L, 100L, 9L, 902L));
        Reservation other = budget.reserve(300);
        WireSizing sizing = sizing(StoredMessages.of(new long[] {4, 9}, new long[] {100, 900}));

        Reservation awaited = sizing.awaited().orElseThrow();
        assertThat(mailbox.read).containsExactly(4L);
        assertThat(stored).isEmpty();

        other.close();
        assertThat(awaited.isGranted()).isTrue();
        assertThat(sizing.awaited()).isEmpty();
        assertThat(sizing.sizes()).containsExactly(100, 902);
        assertThat(mailbox.read).containsExactly(4L, 9L);
        assertThat(budget.reserve(1000).isGranted()).isTrue();
    }

    @Test
    void readsLittleAgainWhenALoginEndedInTheMiddle() throws MaildropException {
        long[] uids = LongStream.rangeClosed(1, WireSizing.SAVED_EVERY + 2).toArray();
        StoredMessages messages = StoredMessages.of(uids, uids);
        LongStream.rangeClosed(1, WireSizing.SAVED_EVERY + 1).forEach(uid -> mailbox.lengths.put(uid, uid + 1));
        assertThatThrownBy(() -> sizing(messages).awaited()).isInstanceOf(NullPointerException.class);
        mailbox.lengths.put(uids[uids.length - 1], 7L);
        mailbox.read.clear();

        long[] sizes = sizes(messages);

        assertThat(mailbox.read).containsExactly(WireSizing.SAVED_EVERY + 1L, WireSizing.SAVED_EVERY + 2L);
        assertThat(sizes[0]).isEqualTo(2);
        assertThat(sizes[uids.length - 1]).isEqualTo(7);
    }

    @Test
    void takesTheStoredSizeOfADamagedMessageAndReadsItAgainNextTime() throws MaildropException {
        StoredMessages three = StoredMessages.of(new long[] {4, 9, 12}, new long[] {100, 200, 50});
        mailbox.lengths.putAll(Map.of(4L, 100L, 12L, 51L));
        mailbox.damaged.add(9L);

        assertThat(sizes(three)).containsExactly(100, 200, 51);
        assertThat(MaildropTotals.of(three, stored.get(MAILBOX)).octets()).isEqualTo(351);
        mailbox.read.clear();
        assertThat(sizes(three)).containsExactly(100, 200, 51);
        assertThat(mailbox.read).containsExactly(9L);

        mailbox.damaged.clear();
        mailbox.lengths.put(9L, 202L);
        assertThat(sizes(three)).containsExactly(100, 202, 51);
        mailbox.read.clear();
        assertThat(sizes(three)).containsExactly(100, 202, 51);
        assertThat(mailbox.read).isEmpty();
    }

    @Test
    void opensNothingWhenTheStoreIsUnavailable() {
        mailbox.unavailable = true;

        assertThatThrownBy(() -> sizes(StoredMessages.of(new long[] {4}, new long[] {100})))
                .isExactlyInstanceOf(MaildropException.class);

        assertThat(stored).isEmpty();
    }

    @Test
    void givesUpItsPlaceInTheQueue() throws MaildropException {
        Reservation other = budget.reserve(300);
        WireSizing sizing = sizing(StoredMessages.of(new long[] {9}, new long[] {900}));
        assertThat(sizing.awaited()).isPresent();

        sizing.end();

        assertThat(budget.reserve(700).isGranted()).isTrue();
        other.close();
    }

    @Test
    void writesNothingWhenThereIsNothingNew() throws MaildropException {
        assertThat(sizes(StoredMessages.of(new long[0], new long[0]))).isEmpty();

        assertThat(stored).isEmpty();
    }

    private long[] sizes(StoredMessages messages) throws MaildropException {
        WireSizing sizing = sizing(messages);
        assertThat(sizing.awaited()).isEmpty();
        return sizing.sizes();
    }

    private WireSizing sizing(StoredMessages messages) {
        return new WireSizing(new MapStore(), new ListedMailbox(MAILBOX, 1, messages), mailbox, budget);
    }

    private final class MapStore implements WireSizeStore {
        @Override
        public WireSizes find(MailboxId mailboxId) {
            return stored.getOrDefault(mailboxId, WireSizes.NOTHING_EXAMINED);
        }

        @Override
        public void save(MailboxId mailboxId, WireSizes sizes) {
            stored.put(mailboxId, sizes);
        }
    }

    private static final class CountingMailbox implements MessageAccess {
        private final Map<Long, Long> lengths = new HashMap<>();
        private final List<Long> read = new ArrayList<>();
        private final List<Long> damaged = new ArrayList<>();
        private boolean unavailable;

        @Override
        public StoredContent open(long uid, long octets, LineEnds lineEnds) {
            throw new AssertionError("only lengths are asked for");
        }

        @Override
        public Optional<StoredContent> openHeader(long uid, long octets, LineEnds lineEnds, int most) {
            throw new AssertionError("only lengths are asked for");
        }

        @Override
        public long canonicalLength(long uid) throws MaildropException {
            read.add(uid);
            if (unavailable) {
                throw new MaildropException("as asked", null);
            }
            if (damaged.contains(uid)) {
                throw new DamagedMessageException("as asked", null);
            }
            return lengths.get(uid);
        }

        @Override
        public void delete(long[] uids) {
            throw new AssertionError("nothing is deleted");
        }
    }
}
