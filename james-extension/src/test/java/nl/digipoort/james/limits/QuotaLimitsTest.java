// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaCountLimit;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.mailbox.inmemory.quota.InMemoryPerUserMaxQuotaManager;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;
import org.apache.james.mailbox.store.quota.DefaultUserQuotaRootResolver;
import org.junit.jupiter.api.Test;

/** James's quotas, read and set as limits. */
class QuotaLimitsTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final AccountLimitValues UNLIMITED = quotas(AccountLimit.NONE, AccountLimit.NONE);

    private final MaxQuotaManager james = new InMemoryPerUserMaxQuotaManager();
    private final UserQuotaRootResolver roots = new DefaultUserQuotaRootResolver(null, null);
    private final QuotaLimits limits = new QuotaLimits(james, roots);

    @Test
    void areNoneAtFirst() {
        assertThat(limits.forAll()).isEqualTo(UNLIMITED);
        assertThat(limits.of(ALICE)).isEqualTo(UNLIMITED);
        assertThat(limits.setForAll().isEmpty()).isTrue();
        assertThat(limits.exceptionsOf(ALICE).isEmpty()).isTrue();
    }

    @Test
    void areThoseThatJamesWasTold() throws Exception {
        james.setGlobalMaxStorage(QuotaSizeLimit.size(5000));
        james.setDomainMaxMessage(Domain.of("example.org"), QuotaCountLimit.count(7));
        james.setMaxStorage(roots.forUser(ALICE), QuotaSizeLimit.unlimited());

        assertThat(limits.forAll()).isEqualTo(quotas(5000, AccountLimit.NONE));
        assertThat(limits.of(ALICE)).isEqualTo(quotas(AccountLimit.NONE, 7));
        assertThat(limits.exceptionsOf(ALICE))
                .isEqualTo(AccountLimitValues.of(Map.of(AccountLimit.QUOTA_OCTETS, AccountLimit.NONE)));
        assertThat(limits.of(Username.of("bob@example.org"))).isEqualTo(quotas(5000, 7));
    }

    /** Including values that our routes do not allow. */
    @Test
    void areShownWhateverTheyAre() throws Exception {
        james.setGlobalMaxStorage(QuotaSizeLimit.size(0));

        assertThat(limits.forAll()).hasToString("quotaOctets=0, quotaMessages=unlimited");
    }

    @Test
    void areToldToJamesAndTakenBack() throws Exception {
        limits.setForAll(quotas(5000, 10));
        limits.setExceptions(ALICE, quotas(6000, AccountLimit.NONE));

        assertThat(james.getGlobalMaxStorage()).contains(QuotaSizeLimit.size(5000));
        assertThat(james.getGlobalMaxMessage()).contains(QuotaCountLimit.count(10));
        assertThat(james.getMaxStorage(roots.forUser(ALICE))).contains(QuotaSizeLimit.size(6000));
        assertThat(james.getMaxMessage(roots.forUser(ALICE))).contains(QuotaCountLimit.unlimited());

        limits.setExceptions(ALICE, AccountLimitValues.EMPTY);
        assertThat(limits.of(ALICE)).isEqualTo(quotas(5000, 10));
        limits.setForAll(TestLimits.loginDelay(1));
        assertThat(limits.of(ALICE)).isEqualTo(UNLIMITED);
        assertThat(james.getGlobalMaxStorage()).isEmpty();
    }

    private static AccountLimitValues quotas(long octets, long messages) {
        return AccountLimitValues.of(Map.of(AccountLimit.QUOTA_OCTETS, octets, AccountLimit.QUOTA_MESSAGES, messages));
    }
}
