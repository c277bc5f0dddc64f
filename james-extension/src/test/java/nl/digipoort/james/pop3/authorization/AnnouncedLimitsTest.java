// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import nl.digipoort.james.limits.AccountLimit;
import nl.digipoort.james.limits.AccountLimitValues;
import nl.digipoort.james.limits.AccountLimits;
import nl.digipoort.james.limits.LoginDelays;
import nl.digipoort.james.limits.TestLimits;
import nl.digipoort.james.stores.memory.MemoryActivityStore;
import nl.digipoort.james.testing.TestClock;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

/** What CAPA tells of the limits of accounts (RFC 2449 sections 6.5 and 6.7). */
class AnnouncedLimitsTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Username BOB = Username.of("bob@example.org");
    private static final String NEVER = "EXPIRE NEVER";

    private final AccountLimits limits = TestLimits.inMemory();
    private final AnnouncedLimits announced =
            new AnnouncedLimits(new LoginDelays(limits, new MemoryActivityStore(new TestClock()::nanos)), limits);

    @Test
    void areNotThereWhereNobodyHasOne() {
        limits.setExceptions(ALICE, TestLimits.loginDelay(0));

        assertThat(announced.ofAnybody()).containsExactly(NEVER);
        assertThat(announced.of(ALICE)).containsExactly(NEVER);
    }

    @Test
    void areBeforeTheLoginTheLargestThatIsInForceForAnybody() {
        limits.setForAll(TestLimits.loginDelay(60));
        assertThat(announced.ofAnybody()).containsExactly("LOGIN-DELAY 60 USER", NEVER);
        assertThat(announced.of(ALICE)).containsExactly("LOGIN-DELAY 60", NEVER);

        limits.setExceptions(ALICE, TestLimits.loginDelay(900));
        assertThat(announced.ofAnybody()).containsExactly("LOGIN-DELAY 900 USER", NEVER);
        assertThat(announced.of(ALICE)).containsExactly("LOGIN-DELAY 900", NEVER);
        assertThat(announced.of(BOB)).containsExactly("LOGIN-DELAY 60", NEVER);
    }

    /** A limit that is announced in one state must be announced in the other. */
    @Test
    void areToldToAUserWithoutOneWhereOthersHaveOne() {
        limits.setExceptions(ALICE, TestLimits.loginDelay(900));

        assertThat(announced.ofAnybody()).containsExactly("LOGIN-DELAY 900 USER", NEVER);
        assertThat(announced.of(BOB)).containsExactly("LOGIN-DELAY 0", NEVER);

        limits.setExceptions(ALICE, AccountLimitValues.EMPTY);
        assertThat(announced.ofAnybody()).containsExactly(NEVER);
        assertThat(announced.of(BOB)).containsExactly(NEVER);
    }

    @Test
    void areBeforeTheLoginTheShortestRetentionThatIsInForceForAnybody() {
        limits.setExceptions(ALICE, TestLimits.retention(30));
        assertThat(announced.ofAnybody()).containsExactly("EXPIRE 30 USER");
        assertThat(announced.of(ALICE)).containsExactly("EXPIRE 30");
        assertThat(announced.of(BOB)).containsExactly(NEVER);

        limits.setForAll(TestLimits.retention(7));
        assertThat(announced.ofAnybody()).containsExactly("EXPIRE 7 USER");
        assertThat(announced.of(BOB)).containsExactly("EXPIRE 7");

        limits.setExceptions(ALICE, TestLimits.retention(AccountLimit.NONE));
        assertThat(announced.ofAnybody()).containsExactly("EXPIRE 7 USER");
        assertThat(announced.of(ALICE)).containsExactly(NEVER);
    }
}
