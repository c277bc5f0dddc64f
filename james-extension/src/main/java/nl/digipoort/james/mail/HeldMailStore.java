// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.Username;

/**
 * Where mail waits, in the database that all nodes share. A content is stored once, however many maildrops it is for, and goes with
 * the last of them. The order in a maildrop is that of {@link HeldMail#sequence()}, which the database gives: a mail whose {@link
 * #hold} began after that of another had returned has the higher one, on whichever node, and no clock decides. Every
 * call costs the same whatever waits for other maildrops. Trouble is a {@link nl.digipoort.james.failure.StoreUnavailableException}, and
 * then nothing of a {@link #hold} is there. Implementations are thread-safe.
 */
public interface HeldMailStore {
    /**
     * Stores the mail for all of them or for none. When this returns it is durable, and what was stored has been read again and is
     * what came.
     *
     * @param addressees at least one, each maildrop once
     * @throws IOException if the content cannot be read
     */
    void hold(IncomingMail mail, List<Addressee> addressees) throws IOException;

    /** Whether anything waits for the maildrop: one look-up. */
    boolean isWaiting(Username maildrop);

    /** The next mails of the maildrop, in order. */
    List<HeldMail> next(Username maildrop, int most);

    /** One of the maildrop's mails, if it still waits. */
    Optional<HeldMail> find(Username maildrop, long sequence);

    /**
     * The octets of a held mail, without its trace lines. Reading fails with an {@link IOException} when the store does not have all of
     * them any more.
     */
    MailContent content(HeldMail mail);

    /** Takes the mail away; the content too if no other maildrop waits for it. Does nothing a second time. */
    void remove(HeldMail mail);

    /** The maildrops for which anything waits, in no particular order. */
    List<WaitingMaildrop> waiting();
}
