// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.util.Optional;
import org.apache.james.core.Username;

/** Distinguishes one stored James password from the next, without seeing either. */
public interface PasswordFingerprints {
    /**
     * The {@link PasswordFingerprint} of the hash that James stores at this moment, never of a cached one; empty if the user
     * does not exist.
     *
     * @throws CredentialStoreUnavailableException if James's users cannot be read
     */
    Optional<byte[]> find(Username user);

    /**
     * Whether some password can be right; not of an account that was made {@link PasswordHash#unusable without one}, and has its record only.
     *
     * @throws CredentialStoreUnavailableException if James's users cannot be read
     */
    default boolean hasPassword(Username user) {
        return true;
    }

    /**
     * Why the hashes of this server's users cannot be read at all, in one line; empty if they can, or if there are no users yet to test.
     * For the start, when James's users can be read.
     *
     * @throws CredentialStoreUnavailableException if James's users cannot be read
     */
    default Optional<String> obstacle() {
        return Optional.empty();
    }
}
