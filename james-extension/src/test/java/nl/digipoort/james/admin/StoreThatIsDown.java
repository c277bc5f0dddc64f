package nl.digipoort.james.admin;

import java.util.Optional;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import nl.digipoort.james.credential.RecordStore;
import nl.digipoort.james.credential.SealedRecord;
import org.apache.james.core.Username;

final class StoreThatIsDown implements RecordStore {
    @Override
    public Optional<SealedRecord> find(Username user) {
        throw down();
    }

    @Override
    public void save(SealedRecord record) {
        throw down();
    }

    @Override
    public void delete(Username user) {
        throw down();
    }

    @Override
    public Optional<SealedRecord> any() {
        throw down();
    }

    private static CredentialStoreUnavailableException down() {
        return new CredentialStoreUnavailableException("down", new IllegalStateException());
    }
}
