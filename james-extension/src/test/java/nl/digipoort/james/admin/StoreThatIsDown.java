// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import nl.digipoort.james.credential.RecordStore;
import nl.digipoort.james.credential.SealedRecord;
import org.apache.james.core.Username;

public final class StoreThatIsDown implements RecordStore {
    @Override
    public Optional<SealedRecord> find(Username user) {
        throw down();
    }

    @Override
    public boolean saveIfAbsent(SealedRecord record) {
        throw down();
    }

    @Override
    public boolean replace(SealedRecord found, SealedRecord replacement) {
        throw down();
    }

    @Override
    public void delete(Username user) {
        throw down();
    }

    @Override
    public boolean delete(SealedRecord found) {
        throw down();
    }

    @Override
    public Map<String, Long> countsByKey() {
        throw down();
    }

    @Override
    public List<Username> usersNotUnder(String keyId, Optional<Username> after, int most) {
        throw down();
    }

    private static CredentialStoreUnavailableException down() {
        return new CredentialStoreUnavailableException("down", new IllegalStateException());
    }
}
