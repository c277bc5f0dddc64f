package nl.digipoort.james.maildrop;

import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.exception.MailboxException;

/** How the messages of a mailbox are listed: the one thing that each store of James has its own cheap way for. */
public interface MessageListing {
    /**
     * Lists every message of the mailbox.
     *
     * @throws MailboxException if the store cannot be read
     */
    StoredMessages list(MessageManager mailbox, MailboxSession session) throws MailboxException;
}
