// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.memory;

import java.time.Duration;
import nl.digipoort.james.mail.HeldMailStore;
import nl.digipoort.james.mail.HeldMailStoreContract;
import nl.digipoort.james.testing.TestClock;

class MemoryHeldMailStoreTest implements HeldMailStoreContract {
    private final TestClock clock = new TestClock();
    private final MemoryHeldMailStore store = new MemoryHeldMailStore(clock);

    @Override
    public HeldMailStore store() {
        return store;
    }

    @Override
    public boolean hasNoContents() {
        return store.hasNoContents();
    }

    @Override
    public void setClockBack() {
        clock.step(Duration.ofHours(-1));
    }
}
