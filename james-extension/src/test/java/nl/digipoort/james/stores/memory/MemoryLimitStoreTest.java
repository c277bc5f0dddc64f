package nl.digipoort.james.stores.memory;

import nl.digipoort.james.limits.LimitStore;
import nl.digipoort.james.limits.LimitStoreContract;

class MemoryLimitStoreTest implements LimitStoreContract {
    private final LimitStore store = new MemoryLimitStore();

    @Override
    public LimitStore store() {
        return store;
    }
}
