// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import java.util.List;
import java.util.Optional;
import org.apache.james.core.Username;

/** Held mail as operators see it. Trouble is a {@link nl.digipoort.james.failure.StoreUnavailableException}. Thread-safe; blocks. */
public interface HeldDeliveries {
    /** What became of an operator's wish to bring deliveries in. */
    enum Release {
        /** Nothing is held for the maildrop any more. */
        DONE,
        /** A session has the maildrop; the mail is brought in when it ends. */
        IN_USE,
        /** Some could not be brought in; the log says why, and it is tried again. */
        FAILED
    }

    /** The maildrops for which anything waits, that with the oldest first. */
    List<WaitingMaildrop> waiting();

    /** What became of an operator's wish to remove a mail. */
    enum Removal {
        REMOVED,
        /** It is not held, or not any more. */
        NOT_HELD,
        /** A session or a delivery has the maildrop. */
        IN_USE
    }

    /** What waits for a maildrop. */
    WaitingMaildrop waiting(Username maildrop);

    /** The next mails of a maildrop, in order. */
    List<HeldMail> next(Username maildrop, int most);

    /** A held mail as it will be in the maildrop; empty if it is not held, or not any more. */
    Optional<MailContent> content(Username maildrop, long sequence);

    /** Removes a held mail for good. */
    Removal remove(Username maildrop, long sequence);

    /** Brings a maildrop's mail in now, in order. */
    Release release(Username maildrop);
}
