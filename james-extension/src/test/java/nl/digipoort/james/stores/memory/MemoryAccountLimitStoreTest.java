// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.memory;

import nl.digipoort.james.limits.AccountLimitStore;
import nl.digipoort.james.limits.AccountLimitStoreContract;

class MemoryAccountLimitStoreTest implements AccountLimitStoreContract {
    private final AccountLimitStore store = new MemoryAccountLimitStore();

    @Override
    public AccountLimitStore store() {
        return store;
    }
}
