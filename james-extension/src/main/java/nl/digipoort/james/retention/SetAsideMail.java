// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.retention;

import nl.digipoort.james.maildrop.MaildropException;
import org.apache.james.core.Username;

/** The mail of removed users as an operator handles it. Thread-safe; blocks. */
public interface SetAsideMail {
    /** What became of an operator's wish to give mail back. */
    enum Restoration {
        DONE,
        /** There is no mailbox of that name with mail that was set aside. */
        NOT_FOUND,
        /** The user has mail of its own by now. */
        NOT_EMPTY,
        IN_USE
    }

    /**
     * Makes a mailbox of mail that was set aside the user's maildrop.
     *
     * @param mailbox by its name
     * @throws MaildropException if James cannot do it
     */
    Restoration restore(Username user, String mailbox) throws MaildropException;
}
