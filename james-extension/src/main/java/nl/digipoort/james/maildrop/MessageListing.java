// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;

/** Lists the messages of a mailbox. Each store of James has its own cheap way. */
public interface MessageListing {
    /**
     * Lists every message of the mailbox. Creates the mailbox if it does not exist.
     *
     * @param session the session of the mailbox's owner, within a request to James
     * @throws MailboxException if the store cannot be read
     */
    ListedMailbox list(MailboxManager manager, MailboxPath path, MailboxSession session) throws MailboxException;
}
