// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.limits;

import org.apache.james.core.Username;

/**
 * Stores the limits that an operator has set through WebAdmin. Store failures are
 * {@link nl.digipoort.james.failure.StoreUnavailableException}s. Implementations are thread-safe.
 */
public interface AccountLimitStore {
    /** All stored limits. Each node calls this every few seconds, so the data must stay small. */
    StoredAccountLimits all();

    /** Replaces the limits that are set for all accounts. */
    void setForAll(AccountLimitValues values);

    /** Replaces the exceptions of the user; {@link AccountLimitValues#EMPTY} removes them. */
    void setExceptions(Username user, AccountLimitValues values);
}
