// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.limits;

import static nl.digipoort.james.limits.TestLimits.loginDelay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import nl.digipoort.james.credential.CapturedLog;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.policy.AccountPolicies;
import nl.digipoort.james.policy.AccountPolicy;
import nl.digipoort.james.policy.LeastTls;
import nl.digipoort.james.policy.TestPolicies;
import nl.digipoort.james.stores.memory.MemoryAccountLimitStore;
import nl.digipoort.james.stores.memory.MemoryAccountPolicyStore;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which limits are in force for whom. */
class AccountLimitsTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Username BOB = Username.of("bob@example.org");

    private final Store store = new Store();
    private final AccountLimits limits = new AccountLimits(store, TestLimits.configured("<loginDelay>60</loginDelay>"));

    @Test
    void areThoseConfiguredUntilOthersAreSet() {
        assertThat(delayOf(ALICE)).isEqualTo(60);

        limits.setForAll(loginDelay(30));
        assertThat(delayOf(ALICE)).isEqualTo(30);
        limits.setExceptions(ALICE, loginDelay(0));
        assertThat(delayOf(ALICE)).isZero();
        assertThat(delayOf(BOB)).isEqualTo(30);

        limits.setForAll(AccountLimitValues.EMPTY);
        assertThat(delayOf(ALICE)).isZero();
        assertThat(delayOf(BOB)).isEqualTo(60);
        limits.setExceptions(ALICE, AccountLimitValues.EMPTY);
        assertThat(delayOf(ALICE)).isEqualTo(60);
    }

    @Test
    void haveAStrictestAmongAllThatAreInForce() {
        assertThat(limits.strictest(AccountLimit.LOGIN_DELAY)).isEqualTo(60);

        limits.setExceptions(ALICE, loginDelay(0));
        assertThat(limits.strictest(AccountLimit.LOGIN_DELAY)).isEqualTo(60);
        limits.setExceptions(BOB, loginDelay(61));
        assertThat(limits.strictest(AccountLimit.LOGIN_DELAY)).isEqualTo(61);
        limits.setForAll(loginDelay(62));
        assertThat(limits.strictest(AccountLimit.LOGIN_DELAY)).isEqualTo(62);
    }

    @Test
    void followWhatAnotherNodeSetsAtTheNextLook() {
        AccountLimitRefresh watch = new AccountLimitRefresh(limits, TestPolicies.inMemory());
        assertThat(delayOf(ALICE)).isEqualTo(60);
        store.setExceptions(ALICE, loginDelay(5));
        assertThat(delayOf(ALICE)).isEqualTo(60);

        watch.look();

        assertThat(delayOf(ALICE)).isEqualTo(5);
        watch.stop();
    }

    @Test
    void stayInForceWhileTheStoreIsUnavailableAndTheLogSaysSoOnce() {
        limits.setForAll(loginDelay(30));
        AccountLimitRefresh watch = new AccountLimitRefresh(limits, TestPolicies.inMemory());
        store.unavailable = true;

        try (CapturedLog log = CapturedLog.of(AccountLimitRefresh.class)) {
            watch.look();
            watch.look();
            assertThat(log.take())
                    .containsExactly("WARN Limits cannot be read; those that were read last stay in force");
            assertThat(delayOf(ALICE)).isEqualTo(30);
            store.unavailable = false;
            watch.look();
            store.unavailable = true;
            watch.look();
            assertThat(log.take()).hasSize(1);
        }
        watch.stop();
    }

    @Test
    void keepNoPolicyFromBeingReadWhileTheyCannotBe() {
        MemoryAccountPolicyStore stored = new MemoryAccountPolicyStore();
        AccountPolicies policies = TestPolicies.over(stored);
        assertThat(policies.of(ALICE)).isEqualTo(AccountPolicy.EMPTY);
        AccountLimitRefresh watch = new AccountLimitRefresh(limits, policies);
        store.unavailable = true;
        AccountPolicy set = AccountPolicy.EMPTY.withLeastTls(LeastTls.TLS_1_3);
        stored.setException(ALICE, set);

        watch.look();

        assertThat(policies.of(ALICE)).isEqualTo(set);
        watch.stop();
    }

    /** Wrong limits are never applied. */
    @Test
    void areNotGuessedWhereTheStoreWasNeverReached() {
        store.unavailable = true;
        assertThatThrownBy(() -> delayOf(ALICE)).isInstanceOf(StoreUnavailableException.class);
        store.unavailable = false;

        assertThat(delayOf(ALICE)).isEqualTo(60);
    }

    @Test
    void askTheStoreOnceForAll() {
        delayOf(ALICE);
        delayOf(BOB);
        limits.strictest(AccountLimit.LOGIN_DELAY);

        assertThat(store.asked).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "86401", "1.5", "never", "1 m", "99999999999999999999"})
    void areRefusedInTheConfigurationWhereTheyAreNotAllowed(String value) {
        assertThatThrownBy(() -> TestLimits.settings("<loginDelay>" + value + "</loginDelay>"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("pop3server.xml: accountLimits.loginDelay is '" + value
                        + "'; allowed: a whole number from 0 to 86400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "36501", "Never", ""})
    void areRefusedInTheConfigurationWhereTheirWordIsAnother(String value) {
        assertThatThrownBy(() -> TestLimits.settings("<retention>" + value + "</retention>"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("pop3server.xml: accountLimits.retention is ");
    }

    @Test
    void haveAWordForNone() {
        assertThat(TestLimits.configured("<retention>never</retention>")
                        .values()
                        .find(AccountLimit.RETENTION))
                .contains(AccountLimit.NONE);
        assertThat(TestLimits.configured("<retention>30</retention>").values().find(AccountLimit.RETENTION))
                .contains(30L);
        assertThat(TestLimits.retention(AccountLimit.NONE)).hasToString("retention=never");
        assertThatThrownBy(() -> TestLimits.loginDelay(AccountLimit.NONE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void areNotQuotas() {
        assertThatThrownBy(() -> TestLimits.settings("<quotaMessages>10</quotaMessages>"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("pop3server.xml: accountLimits.quotaMessages is unknown;"
                        + " allowed are largestMessage, loginDelay, retention, retentionInterval");
    }

    @Test
    void areRefusedInTheConfigurationUnderAnotherName() {
        assertThatThrownBy(() -> TestLimits.settings("<delay>1</delay>"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("pop3server.xml: accountLimits.delay is unknown; allowed are ");
    }

    @Test
    void areNoneByDefault() {
        assertThat(TestLimits.inMemory().of(ALICE).byKey())
                .isEqualTo(Map.of("loginDelay", 0L, "retention", -1L, "largestMessage", -1L));
    }

    private long delayOf(Username user) {
        return limits.of(user, AccountLimit.LOGIN_DELAY);
    }

    private static final class Store implements AccountLimitStore {
        private final AccountLimitStore store = new MemoryAccountLimitStore();
        private boolean unavailable;
        private int asked;

        @Override
        public StoredAccountLimits all() {
            asked++;
            if (unavailable) {
                throw new StoreUnavailableException("out of reach", new IllegalStateException());
            }
            return store.all();
        }

        @Override
        public void setForAll(AccountLimitValues values) {
            store.setForAll(values);
        }

        @Override
        public void setExceptions(Username user, AccountLimitValues values) {
            store.setExceptions(user, values);
        }
    }
}
