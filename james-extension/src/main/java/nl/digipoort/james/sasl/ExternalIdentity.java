// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.util.Optional;

/** What the layer below has proven about one client; for EXTERNAL. */
public interface ExternalIdentity extends Identities {
    /**
     * The account that the client has proven to be.
     *
     * @return the canonical account name, or empty if the proven identity is no account
     * @throws RuntimeException if the accounts are unavailable; it ends the exchange, and is no verdict about the client
     */
    Optional<String> account();

    /** The proven identity as text for a log. */
    String name();
}
