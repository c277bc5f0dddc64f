// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptUniqueIdsTest {
    private static final KeptUniqueIds KEPT = KeptUniqueIds.moved("a-move", Map.of(1L, "one", 2L, "two"));

    @ParameterizedTest
    @ValueSource(strings = {"1513541546.1", "000000a15f3e1b2c", "!~", "a"})
    void allowsWhatOtherServersGive(String uniqueId) {
        assertThat(KeptUniqueIds.isAllowed(uniqueId)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\r", "\u00e9", "\u007f"})
    void refusesWhatAClientCannotRead(String uniqueId) {
        assertThat(KeptUniqueIds.isAllowed(uniqueId)).isFalse();
        assertThatThrownBy(() -> KeptUniqueIds.moved("a-move", Map.of(1L, uniqueId)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void allowsSeventyCharactersAndNoMore() {
        assertThat(KeptUniqueIds.isAllowed("x".repeat(70))).isTrue();
        assertThat(KeptUniqueIds.isAllowed("x".repeat(71))).isFalse();
    }

    @Test
    void forgetsMessagesThatAreGoneAndRemembersTheMove() {
        KeptUniqueIds left = KEPT.of(StoredMessages.of(new long[] {2, 3}, new long[] {10, 10}));

        assertThat(left.find(1)).isEmpty();
        assertThat(left.find(2)).contains("two");
        assertThat(left.find(3)).isEmpty();
        assertThat(left.move()).contains("a-move");
    }

    @Test
    void isTheSameWhenItWasStored() {
        KeptUniqueIds stored = KeptUniqueIds.stored(KEPT.byUid());

        assertThat(stored.find(1)).contains("one");
        assertThat(stored.move()).contains("a-move");
        assertThat(KeptUniqueIds.stored(Map.of()).move()).isEmpty();
    }
}
