// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.memory;

import nl.digipoort.james.mail.HeldMailStore;
import nl.digipoort.james.mail.HeldMailStoreContract;
import nl.digipoort.james.testing.TestClock;

class MemoryHeldMailStoreTest implements HeldMailStoreContract {
    private final MemoryHeldMailStore store = new MemoryHeldMailStore(new TestClock());

    @Override
    public HeldMailStore store() {
        return store;
    }

    @Override
    public boolean hasNoContents() {
        return store.hasNoContents();
    }
}
