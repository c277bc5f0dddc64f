// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.util.List;
import javax.inject.Inject;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;

/** Deletes with one call. For stores where James may use a session from several threads. */
public final class MailboxApiDeletion implements MessageDeletion {
    @Inject
    public MailboxApiDeletion() {}

    @Override
    public void delete(MessageManager mailbox, List<MessageUid> uids, MailboxSession session) throws MailboxException {
        mailbox.delete(uids, session);
    }
}
