// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.MailboxPath;

/** Opens the mailbox of a maildrop and creates it on first use. */
public final class MaildropMailbox {
    private MaildropMailbox() {}

    /** @throws MailboxException if it can be neither found nor created */
    public static MessageManager open(MailboxManager manager, MailboxPath path, MailboxSession session)
            throws MailboxException {
        try {
            return manager.getMailbox(path, session);
        } catch (MailboxNotFoundException e) {
            create(manager, path, session);
            return manager.getMailbox(path, session);
        }
    }

    /**
     * The messages of the session's maildrop.
     *
     * @throws MailboxNotFoundException if it has no mailbox yet, which the listing alone would create
     */
    static ListedMailbox list(MailboxManager manager, MessageListing listing, MailboxSession session)
            throws MailboxException {
        MailboxPath path = MailboxPath.inbox(session);
        manager.getMailbox(path, session);
        return listing.list(manager, path, session);
    }

    private static void create(MailboxManager manager, MailboxPath path, MailboxSession session)
            throws MailboxException {
        try {
            manager.createMailbox(path, MailboxManager.CreateOption.CREATE_SUBSCRIPTION, session);
        } catch (MailboxExistsException e) {
            // Somebody else has created it since then.
        }
    }
}
