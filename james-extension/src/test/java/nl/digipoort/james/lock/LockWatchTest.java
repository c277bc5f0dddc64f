// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

class LockWatchTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Username BOB = Username.of("bob@example.org");
    private static final Duration LEASE = Duration.ofSeconds(100);
    private static final Duration WHOLE = Duration.ofSeconds(101);

    private final FakeTicker ticker = new FakeTicker();
    private final LockWatch watch = new LockWatch(ticker);

    @Test
    void countsFromTheFirstSightOfAVersion() {
        assertThat(left(ALICE, 1)).isEqualTo(WHOLE);
        ticker.move(LEASE);
        assertThat(left(ALICE, 1)).isEqualTo(Duration.ofSeconds(1));

        assertThat(left(ALICE, 2)).isEqualTo(WHOLE);
        assertThat(left(BOB, 2)).isEqualTo(WHOLE);
        ticker.move(WHOLE.multipliedBy(2));

        assertThat(left(ALICE, 2)).isZero();
    }

    @Test
    void goesByTheTimeOfTheHolder() {
        left(ALICE, 1);
        ticker.move(WHOLE);

        assertThat(watch.left(ALICE, 1, LEASE.multipliedBy(2))).isEqualTo(WHOLE);
        assertThat(left(ALICE, 1)).isZero();
    }

    @Test
    void beginsAnewWithWhatItHasForgotten() {
        left(ALICE, 1);
        ticker.move(Duration.ofHours(23));
        assertThat(left(ALICE, 1)).isZero();

        ticker.move(Duration.ofHours(24));

        assertThat(left(ALICE, 1)).isEqualTo(WHOLE);
    }

    /** Memory is bounded, and what is forgotten only takes longer. */
    @Test
    void forgetsTheLocksThatWereLookedAtLongestAgo() {
        left(ALICE, 1);
        for (int i = 0; i < 200_000; i++) {
            left(Username.of("user" + i + "@example.org"), 1);
        }
        ticker.move(WHOLE);

        assertThat(left(ALICE, 1)).isEqualTo(WHOLE);
        assertThat(left(Username.of("user199999@example.org"), 1)).isZero();
    }

    private Duration left(Username maildrop, int version) {
        return watch.left(maildrop, version, LEASE);
    }
}
