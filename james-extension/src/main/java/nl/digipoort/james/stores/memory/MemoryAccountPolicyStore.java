// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.memory;

import java.util.HashMap;
import java.util.Map;
import nl.digipoort.james.policy.AccountPolicy;
import nl.digipoort.james.policy.AccountPolicyStore;
import nl.digipoort.james.policy.StoredPolicies;
import org.apache.james.core.Username;

/** Account policies in this JVM, for servers that also keep their users there. Thread-safe. */
public final class MemoryAccountPolicyStore implements AccountPolicyStore {
    private final Map<Username, AccountPolicy> exceptions = new HashMap<>();
    private AccountPolicy forAll = AccountPolicy.EMPTY;

    @Override
    public synchronized StoredPolicies all() {
        return StoredPolicies.of(forAll, exceptions);
    }

    @Override
    public synchronized void setForAll(AccountPolicy policy) {
        forAll = policy;
    }

    @Override
    public synchronized void setException(Username user, AccountPolicy policy) {
        if (policy.isEmpty()) {
            exceptions.remove(user);
        } else {
            exceptions.put(user, policy);
        }
    }
}
