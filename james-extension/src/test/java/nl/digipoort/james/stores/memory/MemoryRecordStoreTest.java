// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.memory;

import nl.digipoort.james.credential.RecordStore;
import nl.digipoort.james.credential.RecordStoreContract;

class MemoryRecordStoreTest implements RecordStoreContract {
    private final MemoryRecordStore store = new MemoryRecordStore();

    @Override
    public RecordStore store() {
        return store;
    }
}
