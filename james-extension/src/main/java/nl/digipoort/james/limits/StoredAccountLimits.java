// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.limits;

import java.util.Map;
import org.apache.james.core.Username;

/** The limits that an operator has set through WebAdmin: for all accounts, and the exceptions. Immutable. */
public final class StoredAccountLimits {
    private final AccountLimitValues forAll;
    private final Map<Username, AccountLimitValues> exceptions;

    private StoredAccountLimits(AccountLimitValues forAll, Map<Username, AccountLimitValues> exceptions) {
        this.forAll = forAll;
        this.exceptions = exceptions;
    }

    public static StoredAccountLimits of(AccountLimitValues forAll, Map<Username, AccountLimitValues> exceptions) {
        return new StoredAccountLimits(forAll, Map.copyOf(exceptions));
    }

    public AccountLimitValues forAll() {
        return forAll;
    }

    public Map<Username, AccountLimitValues> exceptions() {
        return exceptions;
    }
}
