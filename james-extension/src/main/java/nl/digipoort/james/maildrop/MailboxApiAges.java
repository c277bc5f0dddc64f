// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.inject.Inject;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.mailbox.model.MessageResultIterator;

/** Finds old messages through James's mailbox API, which works on every store. */
public final class MailboxApiAges implements MessageAges {
    @Inject
    public MailboxApiAges() {}

    @Override
    public Map<String, Instant> before(
            Instant moment, int most, MailboxManager manager, MailboxPath path, MailboxSession session)
            throws MailboxException {
        Map<String, Instant> old = new LinkedHashMap<>();
        MessageManager mailbox;
        try {
            mailbox = manager.getMailbox(path, session);
        } catch (MailboxNotFoundException e) {
            return old;
        }
        long validity = mailbox.getMailboxEntity().getUidValidity().asLong();
        MessageResultIterator messages = mailbox.getMessages(MessageRange.all(), FetchGroup.MINIMAL, session);
        while (messages.hasNext() && old.size() < most) {
            MessageResult message = messages.next();
            Instant came = message.getInternalDate().toInstant();
            if (came.isBefore(moment)) {
                old.put(Snapshot.uniqueId(validity, message.getUid().asLong()), came);
            }
        }
        if (messages.getException() != null) {
            throw messages.getException();
        }
        return old;
    }
}
