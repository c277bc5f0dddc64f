// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.journal;

/**
 * The deliveries that were made, remembered for a while, so that a mail that its queue hands out again is recognised. Trouble is a
 * {@link nl.digipoort.james.failure.StoreUnavailableException}. Implementations are thread-safe.
 */
public interface MadeDeliveries {
    /** Forgets deliveries that were made longer ago than the time to remember them. */
    void forgetOld();
}
