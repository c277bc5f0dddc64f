// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.memory;

import nl.digipoort.james.activity.UseStore;
import nl.digipoort.james.activity.UseStoreContract;

class MemoryUseStoreTest implements UseStoreContract {
    private final MemoryUseStore store = new MemoryUseStore();

    @Override
    public UseStore store() {
        return store;
    }
}
