// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.journal;

/**
 * Remembers for a while which deliveries were made, so that a mail is recognised if its queue hands it out again. Store failures are
 * {@link nl.digipoort.james.failure.StoreUnavailableException}s. Implementations are thread-safe.
 */
public interface MadeDeliveries {
    /** Forgets deliveries that are older than the time to remember them. */
    void forgetOld();
}
