// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.memory;

import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import nl.digipoort.james.credential.RecordStore;
import nl.digipoort.james.credential.SealedRecord;
import org.apache.james.core.Username;

/** Credential records in this JVM, for servers that also keep their users there. Thread-safe. */
public final class MemoryRecordStore implements RecordStore {
    private static final Comparator<Username> ORDER = Comparator.comparing(Username::asString);

    private final Map<Username, SealedRecord> records = new ConcurrentHashMap<>();

    @Override
    public Optional<SealedRecord> find(Username user) {
        return Optional.ofNullable(records.get(user));
    }

    @Override
    public boolean saveIfAbsent(SealedRecord record) {
        return records.putIfAbsent(record.user(), record) == null;
    }

    @Override
    public boolean replace(SealedRecord found, SealedRecord replacement) {
        SealedRecord now = records.computeIfPresent(
                found.user(),
                (user, present) -> MessageDigest.isEqual(present.sealed(), found.sealed()) ? replacement : present);
        return now == replacement;
    }

    @Override
    public void delete(Username user) {
        records.remove(user);
    }

    @Override
    public boolean delete(SealedRecord found) {
        SealedRecord now = records.computeIfPresent(
                found.user(),
                (user, present) -> MessageDigest.isEqual(present.sealed(), found.sealed()) ? null : present);
        return now == null;
    }

    @Override
    public Map<String, Long> countsByKey() {
        return records.values().stream().collect(Collectors.groupingBy(SealedRecord::keyId, Collectors.counting()));
    }

    @Override
    public List<Username> usersNotUnder(String keyId, Optional<Username> after, int most) {
        return records.values().stream()
                .filter(record -> !record.keyId().equals(keyId))
                .map(SealedRecord::user)
                .filter(user -> after.isEmpty() || ORDER.compare(user, after.get()) > 0)
                .sorted(ORDER)
                .limit(most)
                .collect(Collectors.toUnmodifiableList());
    }
}
