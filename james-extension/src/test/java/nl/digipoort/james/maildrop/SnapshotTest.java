// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTest {
    private final Snapshot snapshot = new Snapshot(
            77,
            KeptUniqueIds.NONE,
            StoredMessages.of(new long[] {4, 9, 12}, new long[] {100, 200, 300}),
            new long[] {100, 202, 300},
            new BitSet());

    @Test
    void countsWhatIsNotDeleted() {
        assertThat(snapshot.count()).isEqualTo(3);
        assertThat(snapshot.octets()).isEqualTo(602);

        snapshot.delete(2);

        assertThat(snapshot.count()).isEqualTo(2);
        assertThat(snapshot.octets()).isEqualTo(400);
        assertThat(snapshot.highestNumber()).isEqualTo(3);
        assertThat(snapshot.contains(2)).isFalse();
        assertThat(snapshot.contains(3)).isTrue();
    }

    @Test
    void takesMarksBackOnReset() {
        snapshot.delete(1);
        snapshot.delete(3);

        snapshot.reset();

        assertThat(snapshot.count()).isEqualTo(3);
        assertThat(snapshot.octets()).isEqualTo(602);
        assertThat(snapshot.marked()).isEmpty();
        assertThat(snapshot.deletedCount()).isZero();
    }

    @Test
    void namesTheMarkedMessages() {
        snapshot.delete(3);
        snapshot.delete(1);

        assertThat(snapshot.marked()).extracting(MarkedMessage::uid).containsExactly(4L, 12L);
        assertThat(snapshot.marked()).extracting(MarkedMessage::uniqueId).containsExactly("77.4", "77.12");
        assertThat(snapshot.marked()).extracting(MarkedMessage::octets).containsExactly(100L, 300L);
        assertThat(snapshot.deletedCount()).isEqualTo(2);
    }

    @Test
    void namesAMessageByTheUniqueIdThatItHasKept() {
        Snapshot moved = new Snapshot(
                77,
                KeptUniqueIds.moved("a-move", Map.of(9L, "000000a15f3e1b2c")),
                StoredMessages.of(new long[] {4, 9}, new long[] {100, 200}),
                new long[] {100, 200},
                new BitSet());
        moved.delete(2);

        assertThat(moved.uniqueId(1)).isEqualTo("77.4");
        assertThat(moved.marked()).extracting(MarkedMessage::uniqueId).containsExactly("000000a15f3e1b2c");
        assertThat(moved.marked()).extracting(MarkedMessage::numbers).containsExactly("77.9");
    }

    @Test
    void refusesToDeleteTwice() {
        snapshot.delete(2);

        assertThatThrownBy(() -> snapshot.delete(2)).isInstanceOf(IllegalArgumentException.class);
        assertThat(snapshot.octets()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 4, Long.MAX_VALUE, Long.MIN_VALUE, 4294967297L})
    void containsNoOtherNumber(long number) {
        assertThat(snapshot.contains(number)).isFalse();
    }

    @Test
    void givesUniqueIdsOfValidityAndUid() {
        assertThat(snapshot.uniqueId(2)).isEqualTo("77.9");
    }

    @Test
    void knowsWhatDiffersFromTheStore() {
        assertThat(snapshot.differsFromStore(1)).isFalse();
        assertThat(snapshot.differsFromStore(2)).isTrue();
        assertThat(snapshot.size(2)).isEqualTo(202);
    }
}
