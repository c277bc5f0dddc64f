// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import java.io.IOException;
import nl.digipoort.james.lock.OwnedLease;

/**
 * Puts mail into the mailbox behind a maildrop, with its trace lines in front and no other octet changed. The caller holds the
 * maildrop's lock. What James keeps beside a message (unique-id, quota, properties, its events) is as after an append by James itself.
 * Trouble is a {@link nl.digipoort.james.failure.StoreUnavailableException}; the mail is then in the mailbox or not, and {@link #bringIn}
 * finds out when it is called again. Implementations are thread-safe.
 */
public interface MaildropAppender {
    /** What became of a mail that was to go straight in. */
    enum Outcome {
        /** The message is in the mailbox, durably. */
        APPENDED,
        /** It had been delivered before. */
        REPEATED,
        /** Held mail of the maildrop goes first; nothing is changed. */
        OLDER_WAITS
    }

    /**
     * Delivers a mail without holding it before.
     *
     * @throws IOException if its content cannot be read
     * @throws LeaseLostException if the lock was lost before anything was appended
     */
    Outcome append(OwnedLease lease, IncomingMail mail, Addressee addressee) throws IOException;

    /**
     * Delivers a held mail and takes it out of the store; does only what is missing of that if it was broken off before.
     *
     * @throws IOException if the store does not have its content any more
     * @throws LeaseLostException if the lock was lost before anything was appended
     */
    void bringIn(OwnedLease lease, HeldMail mail) throws IOException;
}
