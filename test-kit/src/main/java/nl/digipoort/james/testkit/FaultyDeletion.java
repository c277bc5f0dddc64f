// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import java.util.List;
import nl.digipoort.james.maildrop.MessageDeletion;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;

/** Deletes nothing from the maildrop of an account with {@link Fault#REFUSED_QUIT}. */
final class FaultyDeletion implements MessageDeletion {
    private final Faults faults;

    FaultyDeletion(Faults faults) {
        this.faults = faults;
    }

    @Override
    public void delete(MessageManager mailbox, List<MessageUid> uids, MailboxSession session) throws MailboxException {
        if (faults.has(session.getUser(), Fault.REFUSED_QUIT)) {
            throw new MailboxException("the fault " + Fault.REFUSED_QUIT.label());
        }
        mailbox.delete(uids, session);
    }
}
