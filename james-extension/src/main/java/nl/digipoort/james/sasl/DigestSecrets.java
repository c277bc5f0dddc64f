// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.util.Optional;

/**
 * Finds the secret that DIGEST-MD5 verifies a response against. The mechanism does the same computations whether a record exists or not; an
 * implementation should take the same time for both. Safe for use by many threads.
 */
public interface DigestSecrets extends Identities {
    /**
     * @param username the user name exactly as the client sent it, never empty
     * @return the record of the user; empty if the user is unknown or has no usable record
     * @throws RuntimeException if the records are unavailable; it ends the exchange, and is no verdict about the client
     */
    Optional<DigestSecret> find(String username);
}
