// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.memory;

import nl.digipoort.james.activity.ActivityStore;
import nl.digipoort.james.activity.ActivityStoreContract;
import nl.digipoort.james.testing.TestClock;

class MemoryActivityStoreTest implements ActivityStoreContract {
    private final TestClock clock = new TestClock();
    private final MemoryActivityStore store = new MemoryActivityStore(clock::nanos);

    @Override
    public ActivityStore store() {
        return store;
    }

    @Override
    public void passAMinute() {
        clock.move(MINUTE);
    }
}
