package nl.digipoort.james.pop3.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import nl.digipoort.james.limits.AccountLimits;
import nl.digipoort.james.limits.LimitValues;
import nl.digipoort.james.limits.LoginDelays;
import nl.digipoort.james.limits.TestLimits;
import nl.digipoort.james.stores.memory.MemoryLoginTimes;
import nl.digipoort.james.testing.TestClock;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

/** What CAPA tells of the limits of accounts (RFC 2449 section 6.5). */
class AnnouncedLimitsTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Username BOB = Username.of("bob@example.org");

    private final AccountLimits limits = TestLimits.inMemory();
    private final AnnouncedLimits announced =
            new AnnouncedLimits(new LoginDelays(limits, new MemoryLoginTimes(new TestClock())));

    @Test
    void areNotThereWhereNobodyHasOne() {
        limits.setExceptions(ALICE, TestLimits.loginDelay(0));

        assertThat(announced.ofAnybody()).isEmpty();
        assertThat(announced.of(ALICE)).isEmpty();
    }

    @Test
    void areBeforeTheLoginTheLargestThatIsInForceForAnybody() {
        limits.setForAll(TestLimits.loginDelay(60));
        assertThat(announced.ofAnybody()).containsExactly("LOGIN-DELAY 60 USER");
        assertThat(announced.of(ALICE)).containsExactly("LOGIN-DELAY 60");

        limits.setExceptions(ALICE, TestLimits.loginDelay(900));
        assertThat(announced.ofAnybody()).containsExactly("LOGIN-DELAY 900 USER");
        assertThat(announced.of(ALICE)).containsExactly("LOGIN-DELAY 900");
        assertThat(announced.of(BOB)).containsExactly("LOGIN-DELAY 60");
    }

    /** What is told in one state must be told in the other. */
    @Test
    void areToldToAUserWithoutOneWhereOthersHaveOne() {
        limits.setExceptions(ALICE, TestLimits.loginDelay(900));

        assertThat(announced.ofAnybody()).containsExactly("LOGIN-DELAY 900 USER");
        assertThat(announced.of(BOB)).containsExactly("LOGIN-DELAY 0");

        limits.setExceptions(ALICE, LimitValues.EMPTY);
        assertThat(announced.ofAnybody()).isEmpty();
        assertThat(announced.of(BOB)).isEmpty();
    }
}
