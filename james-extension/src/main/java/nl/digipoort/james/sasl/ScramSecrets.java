// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

/**
 * Finds the secret that SCRAM-SHA-256 verifies a client against. An implementation takes the same time for an unknown user, and returns the
 * same decoy salt whenever that name comes again. Safe for use by many threads.
 */
public interface ScramSecrets extends Identities {
    /**
     * @param username the user name exactly as the client sent it, never empty
     * @return the record of the user, or a decoy
     * @throws RuntimeException if the records are unavailable; it ends the exchange, and is no verdict about the client
     */
    ScramSecret find(String username);
}
