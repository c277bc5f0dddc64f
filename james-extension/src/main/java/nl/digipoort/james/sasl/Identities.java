// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

/**
 * Decides which names mean which account. A client may spell the identity to act as differently from its login name, but nobody acts as
 * another account (RFC 4616 section 2, RFC 5034 section 4).
 */
public interface Identities {
    /**
     * @param name an authorization identity as the client sent it, never empty
     * @param account a canonical account name
     * @return whether the name means that account; never for a name that cannot be prepared (RFC 4013)
     * @throws RuntimeException if the names are unavailable; it ends the exchange, and is no verdict about the client
     */
    boolean denotes(String name, String account);
}
