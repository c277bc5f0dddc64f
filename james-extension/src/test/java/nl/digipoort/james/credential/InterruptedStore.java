// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.Username;

/** A store that runs something else before its next write, or before each. */
final class InterruptedStore implements RecordStore {
    private final RecordStore store;
    private Runnable interruption = () -> {};

    InterruptedStore(RecordStore store) {
        this.store = store;
    }

    void beforeNextWrite(Runnable work) {
        interruption = () -> {
            interruption = () -> {};
            work.run();
        };
    }

    void beforeEachWrite(Runnable work) {
        interruption = work;
    }

    private void interrupt() {
        interruption.run();
    }

    @Override
    public boolean saveIfAbsent(SealedRecord record) {
        interrupt();
        return store.saveIfAbsent(record);
    }

    @Override
    public boolean replace(SealedRecord found, SealedRecord replacement) {
        interrupt();
        return store.replace(found, replacement);
    }

    @Override
    public Optional<SealedRecord> find(Username user) {
        return store.find(user);
    }

    @Override
    public void delete(Username user) {
        store.delete(user);
    }

    @Override
    public boolean delete(SealedRecord found) {
        interrupt();
        return store.delete(found);
    }

    @Override
    public Map<String, Long> countsByKey() {
        return store.countsByKey();
    }

    @Override
    public List<Username> usersNotUnder(String keyId, Optional<Username> after, int most) {
        return store.usersNotUnder(keyId, after, most);
    }
}
