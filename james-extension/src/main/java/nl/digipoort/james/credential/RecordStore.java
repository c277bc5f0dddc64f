// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.Username;

/**
 * Keeps one {@link SealedRecord} a user. Safe for use by many threads and nodes: a writer replaces only the record that it has read.
 * Trouble with the store is a {@link CredentialStoreUnavailableException}.
 */
public interface RecordStore {
    Optional<SealedRecord> find(Username user);

    /** Stores the record if its user has none; returns whether it did. */
    boolean saveIfAbsent(SealedRecord record);

    /** Replaces the user's record that was found before, identified by its sealed octets; returns whether it was still there. */
    boolean replace(SealedRecord found, SealedRecord replacement);

    /** Deletes the user's record, if there is one. */
    void delete(Username user);

    /** Deletes the record that was found before, identified by its sealed octets; returns whether the user has none now. */
    boolean delete(SealedRecord found);

    /** How many records there are under each key id, as read from their {@link SealHeader}. */
    Map<String, Long> countsByKey();

    /**
     * Users whose record is not under the key, in pages.
     *
     * @param after the last user of the previous page; empty for the first page
     * @param most 1 or more
     * @return in an order of the store's own; empty after the last page
     */
    List<Username> usersNotUnder(String keyId, Optional<Username> after, int most);
}
