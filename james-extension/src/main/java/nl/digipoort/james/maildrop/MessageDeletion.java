// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.util.List;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;

/** Deletes messages through James's mailbox API, in a way that is safe on the store of James. */
public interface MessageDeletion {
    /**
     * Deletes the messages. When it returns or fails, no thread of James uses the session any more.
     *
     * @param uids in ascending order
     * @param session the session of the mailbox's owner, within a request to James
     * @throws MailboxException if not all messages are deleted; some may be
     */
    void delete(MessageManager mailbox, List<MessageUid> uids, MailboxSession session) throws MailboxException;
}
