// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.util.Optional;
import org.apache.james.core.Username;

/**
 * The password hashes of James's users, for their move to another James. Trouble with the store is a
 * {@link CredentialStoreUnavailableException}. Implementations are thread-safe.
 */
public interface PasswordHashes {
    /** Which Jameses read hashes that are not {@link PasswordHash#isPortable portable}: those of the same name. */
    String form();

    /** The hash of a user's password; empty if there is no such user. */
    Optional<PasswordHash> find(Username user);

    /** Makes a user with that password, in one step. False if the user exists already; nothing is changed then. */
    boolean create(Username user, PasswordHash hash);
}
