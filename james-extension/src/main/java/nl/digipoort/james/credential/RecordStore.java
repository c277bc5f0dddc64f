package nl.digipoort.james.credential;

import java.util.Optional;
import org.apache.james.core.Username;

/**
 * Keeps one {@link SealedRecord} a user. Safe for use by many threads and nodes. Trouble with the store is a
 * {@link CredentialStoreUnavailableException}.
 */
public interface RecordStore {
    Optional<SealedRecord> find(Username user);

    /** Stores the record in place of any that the user has; of concurrent ones, one stays whole. */
    void save(SealedRecord record);

    /** Deletes the user's record, if there is one. */
    void delete(Username user);

    /** Any one record; empty if the store is. */
    Optional<SealedRecord> any();
}
