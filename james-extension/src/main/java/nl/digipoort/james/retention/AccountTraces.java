// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.retention;

import javax.inject.Inject;
import nl.digipoort.james.activity.ActivityLog;
import nl.digipoort.james.limits.AccountLimitValues;
import nl.digipoort.james.limits.AccountLimits;
import nl.digipoort.james.limits.QuotaLimits;
import nl.digipoort.james.policy.AccountPolicies;
import nl.digipoort.james.policy.AccountPolicy;
import org.apache.james.core.Username;

/** The data of an account besides its mail and its credentials: its limits, its policy, its quotas and its last use. Thread-safe; blocks. */
final class AccountTraces {
    private final AccountLimits limits;
    private final AccountPolicies policies;
    private final QuotaLimits quotas;
    private final ActivityLog activity;

    @Inject
    AccountTraces(AccountLimits limits, AccountPolicies policies, QuotaLimits quotas, ActivityLog activity) {
        this.limits = limits;
        this.policies = policies;
        this.quotas = quotas;
        this.activity = activity;
    }

    /** @throws nl.digipoort.james.failure.StoreUnavailableException if a store is unavailable */
    void forget(Username user) {
        if (!limits.exceptionsOf(user).equals(AccountLimitValues.EMPTY)) {
            limits.setExceptions(user, AccountLimitValues.EMPTY);
        }
        if (!policies.exceptionOf(user).isEmpty()) {
            policies.setException(user, AccountPolicy.EMPTY);
        }
        if (!quotas.exceptionsOf(user).equals(AccountLimitValues.EMPTY)) {
            quotas.setExceptions(user, AccountLimitValues.EMPTY);
        }
        activity.forget(user);
    }
}
