// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.memory;

import nl.digipoort.james.maildrop.WireSizeStore;
import nl.digipoort.james.maildrop.WireSizeStoreContract;

class MemoryWireSizeStoreTest implements WireSizeStoreContract {
    private final MemoryWireSizeStore store = new MemoryWireSizeStore();

    @Override
    public WireSizeStore store() {
        return store;
    }
}
