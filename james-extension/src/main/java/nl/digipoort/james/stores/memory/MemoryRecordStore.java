package nl.digipoort.james.stores.memory;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import nl.digipoort.james.credential.RecordStore;
import nl.digipoort.james.credential.SealedRecord;
import org.apache.james.core.Username;

/** Credential records in this JVM, for servers whose users live there too. Thread-safe. */
public final class MemoryRecordStore implements RecordStore {
    private final Map<Username, SealedRecord> records = new ConcurrentHashMap<>();

    @Override
    public Optional<SealedRecord> find(Username user) {
        return Optional.ofNullable(records.get(user));
    }

    @Override
    public void save(SealedRecord record) {
        records.put(record.user(), record);
    }

    @Override
    public void delete(Username user) {
        records.remove(user);
    }

    @Override
    public Optional<SealedRecord> any() {
        return records.values().stream().findAny();
    }
}
