// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The keys that records are sealed under: one seals, all open. Thread-safe. */
interface SealingKeys {
    /** The key to seal under. */
    CredentialKey first();

    /** The key with that id, to open records with; must not be called within {@link #whileInForce}. */
    Optional<CredentialKey> find(String id);

    /** The ids, the sealing key first. */
    List<String> ids();

    /** Runs work that seals and stores; no key is removed before it ends. */
    <T> T whileInForce(Supplier<T> work);
}
