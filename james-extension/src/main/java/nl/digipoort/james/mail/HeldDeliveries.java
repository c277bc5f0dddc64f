// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import java.util.List;
import java.util.Optional;
import org.apache.james.core.Username;

/** Held mail as operators see it. Store failures are {@link nl.digipoort.james.failure.StoreUnavailableException}s. Thread-safe; blocks. */
public interface HeldDeliveries {
    /** The result of a request to bring held mail in. */
    enum Release {
        /** No mail is held for the maildrop any more. */
        DONE,
        /** A session has the maildrop; the mail is brought in when it ends. */
        IN_USE,
        /** Some mail could not be brought in. The reason is logged, and it is tried again. */
        FAILED
    }

    /** The maildrops with held mail, the one with the oldest mail first. */
    List<WaitingMaildrop> waiting();

    /** The result of a request to remove a held mail. */
    enum Removal {
        REMOVED,
        /** The mail is not held, or not any more. */
        NOT_HELD,
        /** A session or a delivery has the maildrop. */
        IN_USE
    }

    /** How much mail is held for a maildrop. */
    WaitingMaildrop waiting(Username maildrop);

    /** The first held mails of a maildrop, in order. */
    List<HeldMail> next(Username maildrop, int most);

    /** A held mail as it will be in the maildrop; empty if it is not held. */
    Optional<MailContent> content(Username maildrop, long sequence);

    /** Removes a held mail for good. */
    Removal remove(Username maildrop, long sequence);

    /** Brings the held mail of a maildrop in now, in order. */
    Release release(Username maildrop);
}
