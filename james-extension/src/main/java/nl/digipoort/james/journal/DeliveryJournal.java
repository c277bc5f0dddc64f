// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.journal;

import java.util.Optional;
import org.apache.james.core.Username;

/**
 * What became of deliveries, so that none is made twice: James's queue hands a mail out again when the server dies before it
 * has let go of it. An append and its entry here are not one transaction; so an attempt is written down before it, and
 * whoever holds the maildrop's lock next finds out what became of one that is still open (ADR 17). Everything but
 * {@link #isMade} and {@link #forgetOld} is for the holder of the maildrop's lock. Trouble is a
 * {@link nl.digipoort.james.failure.StoreUnavailableException}. Implementations are thread-safe.
 */
public interface DeliveryJournal extends MadeDeliveries {
    /** Whether the delivery has been made, within the time that the journal remembers. */
    boolean isMade(Delivery delivery);

    /**
     * Opens an attempt, which replaces an older one for the maildrop.
     *
     * @return false if the maildrop has an attempt under a higher fence: the lock is somebody else's, and nothing may be
     *     appended
     */
    boolean begin(DeliveryAttempt attempt);

    /** The attempt for the maildrop that was opened last, unless it is settled. */
    Optional<DeliveryAttempt> unsettled(Username maildrop);

    /** Settles an attempt: its message is in the mailbox, and its delivery is made. Does nothing a second time. */
    void made(DeliveryAttempt attempt);

    /** Settles an attempt: its message is not in the mailbox, and never will be. */
    void notMade(DeliveryAttempt attempt);
}
