// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.journal;

import java.time.Instant;

/**
 * Remembers for a while which deliveries were made, so that a mail is recognised if its queue hands it out again. Store failures are
 * {@link nl.digipoort.james.failure.StoreUnavailableException}s. Implementations are thread-safe.
 */
public interface MadeDeliveries {
    /**
     * Forgets deliveries that are older than the time to remember them, by the store's clock and by the caller's.
     *
     * @param now a time that has come for certain
     */
    void forgetOld(Instant now);
}
