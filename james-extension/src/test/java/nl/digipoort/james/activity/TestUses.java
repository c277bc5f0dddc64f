// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.activity;

import nl.digipoort.james.clock.TestClocks;
import nl.digipoort.james.stores.memory.MemoryUseStore;

/** Logs of uses for tests that are about something else. */
public final class TestUses {
    private TestUses() {}

    public static UseLog log() {
        return log(new MemoryUseStore());
    }

    public static UseLog log(UseStore store) {
        return new UseLog(store, user -> true, TestClocks.system());
    }
}
