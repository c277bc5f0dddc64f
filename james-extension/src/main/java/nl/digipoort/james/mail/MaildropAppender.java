// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import java.io.IOException;
import nl.digipoort.james.lock.OwnedLease;

/**
 * Puts mail into the mailbox of a maildrop, with its trace lines in front and no other octet changed. The caller has the maildrop's lock.
 * James's data about a message (unique-id, quota, properties, events) is the same as after an append by James itself. Store failures are
 * {@link nl.digipoort.james.failure.StoreUnavailableException}s. Then the mail may or may not be in the mailbox; another {@link #bringIn}
 * finds out. Implementations are thread-safe.
 */
public interface MaildropAppender {
    /** The result of a direct delivery. */
    enum Outcome {
        /** The message is in the mailbox, durably. */
        APPENDED,
        /** The mail had been delivered before. */
        REPEATED,
        /** Mail is held for the maildrop and must be delivered first. Nothing is changed. */
        OLDER_WAITS
    }

    /**
     * Delivers a mail directly, without holding it first.
     *
     * @throws IOException if its content cannot be read
     * @throws LeaseLostException if the lock was lost before anything was appended
     */
    Outcome append(OwnedLease lease, IncomingMail mail, Addressee addressee) throws IOException;

    /**
     * Delivers a held mail and removes it from the store. After an interrupted call it does only the missing steps.
     *
     * @throws IOException if the store does not have its content any more
     * @throws LeaseLostException if the lock was lost before anything was appended
     */
    void bringIn(OwnedLease lease, HeldMail mail) throws IOException;
}
