// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.util.Optional;

/** What the layer below has proven of one client: for EXTERNAL. */
public interface ExternalIdentity extends Identities {
    /**
     * The account that the client has proven to be.
     *
     * @return the canonical account name, or empty if what is proven is no account
     * @throws CredentialsUnavailableException if the accounts cannot be consulted
     */
    Optional<String> account();

    /** What the client has proven to be, in words for a log. */
    String name();
}
