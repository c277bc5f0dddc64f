// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.util.Optional;

/**
 * Checks a clear password for PLAIN and LOGIN. An implementation does the same work for an unknown user as for a wrong password, so that
 * the time does not reveal which names exist. Safe for use by many threads.
 */
public interface PasswordVerifier extends Identities {
    /**
     * Compares name and password as they were sent and as RFC 4013 prepares them. A value that it forbids or empties is never right (RFC
     * 4616 section 2).
     *
     * @param authenticationId the user name as the client sent it, never empty
     * @param password the password, never empty; it belongs to the caller, who wipes it after this call
     * @return the canonical account name, or empty if the user is unknown or the password is wrong
     * @throws RuntimeException if the credentials are unavailable; it ends the exchange, and is no verdict about the client
     */
    Optional<String> verify(String authenticationId, char[] password);
}
