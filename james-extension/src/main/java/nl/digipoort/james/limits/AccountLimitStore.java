// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.limits;

import org.apache.james.core.Username;

/**
 * Where the limits are kept that an operator has set by WebAdmin. A store that cannot be reached is a {@link
 * nl.digipoort.james.failure.StoreUnavailableException}. Implementations are thread-safe.
 */
public interface AccountLimitStore {
    /** All there is; it is small, and asked for every few seconds. */
    StoredAccountLimits all();

    /** Replaces what was set for all accounts. */
    void setForAll(AccountLimitValues values);

    /** Replaces the user's exceptions; none at all is {@link AccountLimitValues#EMPTY}. */
    void setExceptions(Username user, AccountLimitValues values);
}
