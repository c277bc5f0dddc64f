// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.util.Optional;
import javax.inject.Inject;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.credential.CredentialState;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;

/**
 * A user's credential record, for operators. Trouble with James's users or with the store is a {@link CredentialStoreUnavailableException}.
 * Thread-safe.
 */
final class UserCredentials {
    private final UsersRepository users;
    private final CredentialRecords records;

    @Inject
    UserCredentials(UsersRepository users, CredentialRecords records) {
        this.users = users;
        this.records = records;
    }

    /** Whether James has the user. */
    boolean exists(Username user) {
        try {
            return users.contains(user);
        } catch (UsersRepositoryException e) {
            throw new CredentialStoreUnavailableException("cannot read James's user " + user.asString(), e);
        }
    }

    /** Why this server can keep no records at all; empty if it can. */
    Optional<String> obstacle() {
        return records.obstacle();
    }

    CredentialState state(Username user) {
        return records.state(user);
    }

    /**
     * Makes or replaces the record.
     *
     * @return false if James does not hold this password; nothing is made then
     */
    boolean make(Username user, String password) {
        return records.remember(user, password);
    }

    /** Deletes the record, if there is one. */
    void forget(Username user) {
        records.forget(user);
    }
}
