// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.retention;

import nl.digipoort.james.maildrop.MaildropException;
import org.apache.james.core.Username;

/** Gives operators access to the mail of removed users. Thread-safe; blocks. */
public interface SetAsideMail {
    /** The result of a request to restore mail. */
    enum Restoration {
        DONE,
        /** No mailbox of that name has mail that was set aside. */
        NOT_FOUND,
        /** The user already has new mail. */
        NOT_EMPTY,
        IN_USE
    }

    /**
     * Turns a mailbox of mail that was set aside into the user's maildrop.
     *
     * @param mailbox the name of the mailbox
     * @throws MaildropException if James cannot do it
     */
    Restoration restore(Username user, String mailbox) throws MaildropException;
}
