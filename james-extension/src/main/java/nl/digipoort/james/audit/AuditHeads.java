// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.util.List;

/**
 * Stores where the chain of each server ends, so that the others can be witnesses, and the server itself after a restart. Trouble is a
 * {@link nl.digipoort.james.failure.StoreUnavailableException}. Implementations are thread-safe.
 */
public interface AuditHeads {
    /** Replaces what is known of the chain, also by a smaller number. */
    void publish(AuditHead head);

    /** The last published head of each chain, in no order. */
    List<AuditHead> heads();
}
