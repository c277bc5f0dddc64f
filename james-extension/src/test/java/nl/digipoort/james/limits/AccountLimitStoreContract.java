// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

/** The contract of every store of account limits. */
public interface AccountLimitStoreContract {
    Username ALICE = Username.of("alice@example.org");
    Username BOB = Username.of("bob@example.org");

    /** Every call returns the store of another node, with the same data. */
    AccountLimitStore store();

    @Test
    default void hasNothingAtFirst() {
        assertThat(store().all().forAll().isEmpty()).isTrue();
        assertThat(store().all().exceptions()).isEmpty();
    }

    @Test
    default void tellsEveryNodeWhatWasSetForAllAndForWhom() {
        store().setForAll(TestLimits.loginDelay(60));
        store().setExceptions(ALICE, TestLimits.loginDelay(0));
        store().setExceptions(BOB, TestLimits.loginDelay(300));

        assertThat(store().all().forAll()).isEqualTo(TestLimits.loginDelay(60));
        assertThat(store().all().exceptions())
                .isEqualTo(Map.of(ALICE, TestLimits.loginDelay(0), BOB, TestLimits.loginDelay(300)));
    }

    @Test
    default void tellsNoneFromNothingSet() {
        store().setExceptions(ALICE, TestLimits.retention(AccountLimit.NONE));

        assertThat(store().all().exceptions()).isEqualTo(Map.of(ALICE, TestLimits.retention(AccountLimit.NONE)));
    }

    @Test
    default void putsTheNewInThePlaceOfTheOld() {
        store().setForAll(TestLimits.loginDelay(60));
        store().setExceptions(ALICE, TestLimits.loginDelay(0));

        store().setForAll(TestLimits.loginDelay(61));
        store().setExceptions(ALICE, TestLimits.loginDelay(1));

        assertThat(store().all().forAll()).isEqualTo(TestLimits.loginDelay(61));
        assertThat(store().all().exceptions()).isEqualTo(Map.of(ALICE, TestLimits.loginDelay(1)));
    }

    @Test
    default void keepsNothingOfWhatIsTakenBack() {
        store().setForAll(TestLimits.loginDelay(60));
        store().setExceptions(ALICE, TestLimits.loginDelay(0));
        store().setExceptions(BOB, TestLimits.loginDelay(1));

        store().setForAll(AccountLimitValues.EMPTY);
        store().setExceptions(ALICE, AccountLimitValues.EMPTY);
        store().setExceptions(ALICE, AccountLimitValues.EMPTY);

        assertThat(store().all().forAll().isEmpty()).isTrue();
        assertThat(store().all().exceptions()).isEqualTo(Map.of(BOB, TestLimits.loginDelay(1)));
    }
}
