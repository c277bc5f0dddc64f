// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.memory;

import nl.digipoort.james.policy.AccountPolicyStore;
import nl.digipoort.james.policy.AccountPolicyStoreContract;

class MemoryAccountPolicyStoreTest implements AccountPolicyStoreContract {
    private final AccountPolicyStore store = new MemoryAccountPolicyStore();

    @Override
    public AccountPolicyStore store() {
        return store;
    }
}
