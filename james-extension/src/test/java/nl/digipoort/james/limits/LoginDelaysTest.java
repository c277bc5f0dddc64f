// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import nl.digipoort.james.activity.ActivityStore;
import nl.digipoort.james.stores.memory.MemoryActivityStore;
import nl.digipoort.james.testing.TestClock;
import org.apache.james.core.Username;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoginDelaysTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Username BOB = Username.of("bob@example.org");

    private final TestClock clock = new TestClock();
    private final AccountLimits limits = TestLimits.inMemory();
    private final ActivityStore logins = new MemoryActivityStore(clock::nanos);
    private final LoginDelays delays = new LoginDelays(limits, logins);

    @BeforeEach
    void delayAlice() {
        limits.setExceptions(ALICE, TestLimits.loginDelay(60));
    }

    @Test
    void areOverWhenTheTimeHasPassed() {
        assertThat(delays.isTooSoon(ALICE)).isFalse();
        delays.loggedIn(ALICE);

        assertThat(delays.isTooSoon(ALICE)).isTrue();
        clock.move(Duration.ofMillis(59_999));
        assertThat(delays.isTooSoon(ALICE)).isTrue();
        clock.move(Duration.ofMillis(1));
        assertThat(delays.isTooSoon(ALICE)).isFalse();
    }

    @Test
    void changeForALoginThatWasBefore() {
        delays.loggedIn(ALICE);
        clock.move(Duration.ofSeconds(10));

        limits.setExceptions(ALICE, TestLimits.loginDelay(10));
        assertThat(delays.isTooSoon(ALICE)).isFalse();
        limits.setExceptions(ALICE, TestLimits.loginDelay(11));
        assertThat(delays.isTooSoon(ALICE)).isTrue();
    }

    @Test
    void leaveOthersAlone() {
        delays.loggedIn(BOB);

        assertThat(logins.sinceCountedLogin(BOB)).isEmpty();
        assertThat(delays.isTooSoon(BOB)).isFalse();
        assertThat(delays.of(BOB)).isZero();
        assertThat(delays.longest()).isEqualTo(Duration.ofSeconds(60));
    }

    /** Less than the delay in the future, a login would hold for almost twice the delay. */
    @Test
    void holdForNoMoreThanTheSkewOfClocksAndTheDelay() {
        delays.loggedIn(ALICE);
        clock.move(Duration.ofSeconds(-11));
        assertThat(delays.isTooSoon(ALICE)).isFalse();
        clock.move(Duration.ofSeconds(1));
        assertThat(delays.isTooSoon(ALICE)).isTrue();
        clock.move(Duration.ofSeconds(70));
        assertThat(delays.isTooSoon(ALICE)).isFalse();
    }

    @Test
    void doNotChangeWithAClockThatSteps() {
        delays.loggedIn(ALICE);

        clock.step(Duration.ofHours(1));
        assertThat(delays.isTooSoon(ALICE)).isTrue();
        clock.step(Duration.ofHours(-2));
        clock.move(Duration.ofSeconds(60));
        assertThat(delays.isTooSoon(ALICE)).isFalse();
    }

    /** A wrong clock must lock nobody out for a day. */
    @Test
    void doNotCountFromTheFuture() {
        clock.move(Duration.ofHours(1));
        delays.loggedIn(ALICE);
        clock.move(Duration.ofHours(-1));

        assertThat(delays.isTooSoon(ALICE)).isFalse();
        delays.loggedIn(ALICE);
        assertThat(delays.isTooSoon(ALICE)).isTrue();
        clock.move(Duration.ofSeconds(-1));
        assertThat(delays.isTooSoon(ALICE)).isTrue();
    }
}
