// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.journal;

import java.util.Optional;
import org.apache.james.core.Username;

/**
 * Records deliveries, so that none is made twice: James's queue hands a mail out again if the server dies before the mail leaves the queue.
 * The append and its journal entry are not one transaction. So an attempt is recorded before its append, and the next holder of the
 * maildrop's lock settles an open attempt (ADR 17). Only the holder of that lock may call the methods, except {@link #isMade} and
 * {@link #forgetOld}. Store failures are {@link nl.digipoort.james.failure.StoreUnavailableException}s. Implementations are thread-safe.
 */
public interface DeliveryJournal extends MadeDeliveries {
    /** Whether the delivery has been made, as far back as the journal remembers. */
    boolean isMade(Delivery delivery);

    /**
     * Opens an attempt. It replaces an older one for the maildrop.
     *
     * @return false if the maildrop has an attempt under a higher fence: somebody else has the lock, and nothing may be appended
     */
    boolean begin(DeliveryAttempt attempt);

    /** The last attempt for the maildrop; empty if there is none or it is settled. */
    Optional<DeliveryAttempt> unsettled(Username maildrop);

    /** Settles an attempt: its message is in the mailbox, and the delivery is made. Idempotent. */
    void made(DeliveryAttempt attempt);

    /** Settles an attempt: its message is not in the mailbox and will never be there. */
    void notMade(DeliveryAttempt attempt);
}
