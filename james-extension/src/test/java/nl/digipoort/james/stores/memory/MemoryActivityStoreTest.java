package nl.digipoort.james.stores.memory;

import nl.digipoort.james.activity.ActivityStore;
import nl.digipoort.james.activity.ActivityStoreContract;

class MemoryActivityStoreTest implements ActivityStoreContract {
    private final MemoryActivityStore store = new MemoryActivityStore();

    @Override
    public ActivityStore store() {
        return store;
    }
}
