// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.Username;

/**
 * Stores held mail in the database that all nodes share. Content is stored once for all its maildrops and is removed with the last of them.
 * The database orders the mail of a maildrop by {@link HeldMail#sequence()}, without a clock: a mail has a higher number than another if
 * its {@link #hold} began after the other's had returned, on any node. The cost of a call does not depend on other maildrops. Store
 * failures are {@link nl.digipoort.james.failure.StoreUnavailableException}s; a failed {@link #hold} stores nothing. Implementations are
 * thread-safe.
 */
public interface HeldMailStore {
    /**
     * Stores the mail for all addressees or for none. When this returns, the mail is durable and has been read back and verified.
     *
     * @param addressees at least one, each maildrop once
     * @return the {@link HeldMail#sequence()} of the mail in each maildrop
     * @throws IOException if the content cannot be read
     */
    Map<Username, Long> hold(IncomingMail mail, List<Addressee> addressees) throws IOException;

    /** Whether mail is held for the maildrop. Costs one look-up. */
    boolean isWaiting(Username maildrop);

    /** The first held mails of the maildrop, in order. */
    List<HeldMail> next(Username maildrop, int most);

    /** One mail of the maildrop; empty if it is not held any more. */
    Optional<HeldMail> find(Username maildrop, long sequence);

    /**
     * The octets of a held mail, without its trace lines. Reading throws {@link IOException} if the store does not have all of them any
     * more.
     */
    MailContent content(HeldMail mail);

    /** Removes the mail, and its content if it is held for no other maildrop. Idempotent. */
    void remove(HeldMail mail);

    /** The maildrops with held mail, in no particular order. */
    List<WaitingMaildrop> waiting();
}
