// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.util.List;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;

/** How messages are deleted through James's mailbox API, in the way that the store of James bears. */
public interface MessageDeletion {
    /**
     * Deletes the messages. When it returns or fails, nothing in James works with the session any more.
     *
     * @param uids in ascending order
     * @param session of the mailbox's owner, within a request to James
     * @throws MailboxException if they are not all deleted; some may be
     */
    void delete(MessageManager mailbox, List<MessageUid> uids, MailboxSession session) throws MailboxException;
}
