// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.policy;

import org.apache.james.core.Username;

/**
 * Stores the policies that an operator has set through WebAdmin. Store failures are
 * {@link nl.digipoort.james.failure.StoreUnavailableException}s. Implementations are thread-safe.
 */
public interface AccountPolicyStore {
    /** All stored policies. Each node calls this every few seconds, so the data must stay small. */
    StoredPolicies all();

    /** Replaces the policy that is set for all accounts; {@link AccountPolicy#EMPTY} removes it. */
    void setForAll(AccountPolicy policy);

    /** Replaces the exception of the user; {@link AccountPolicy#EMPTY} removes it. */
    void setException(Username user, AccountPolicy policy);
}
