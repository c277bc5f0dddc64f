// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

/** Which message sizes an account accepts. SMTP tests cover its quota. */
class CapacityTest {
    private static final Username ALICE = Username.of("alice@example.org");

    private final AccountLimits limits = TestLimits.inMemory();
    private final Capacity capacity = TestLimits.capacity(limits);

    @Test
    void takesAnySizeWithoutALimit() {
        assertThat(capacity.isTooLarge(ALICE, Long.MAX_VALUE)).isFalse();
        assertThat(capacity.isTooLargeAsItCame(ALICE, Long.MAX_VALUE)).isFalse();
        assertThat(capacity.isFull(ALICE, 1_000_000)).isFalse();
    }

    @Test
    void takesASizeUpToTheLimit() {
        limits.setExceptions(ALICE, TestLimits.largestMessage(2000));

        assertThat(capacity.isTooLarge(ALICE, 2000)).isFalse();
        assertThat(capacity.isTooLarge(ALICE, 2001)).isTrue();
    }

    /** The sender counts what it sends, not what servers on the way add. */
    @Test
    void takesTheSameMessageWithTheHeadersOfServersOnTheWay() {
        limits.setExceptions(ALICE, TestLimits.largestMessage(2000));

        assertThat(capacity.isTooLargeAsItCame(ALICE, 2000 + 4096)).isFalse();
        assertThat(capacity.isTooLargeAsItCame(ALICE, 2001 + 4096)).isTrue();
    }
}
