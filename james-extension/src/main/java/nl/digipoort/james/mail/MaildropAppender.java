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
    /**
     * Delivers a mail directly, without holding it first.
     *
     * @throws IOException if its content cannot be read
     * @throws LeaseLostException if the lock was lost before anything was appended
     */
    AppendOutcome append(OwnedLease lease, IncomingMail mail, Addressee addressee) throws IOException;

    /**
     * Delivers a held mail and removes it from the store. After an interrupted call it does only the missing steps.
     *
     * @param content the octets of the held mail, without its trace lines; read to their end if the mail is appended
     * @throws IOException if the store does not have its content any more
     * @throws LeaseLostException if the lock was lost before anything was appended
     */
    AppendOutcome bringIn(OwnedLease lease, HeldMail mail, MailContent content) throws IOException;
}
