// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.util.stream.LongStream;
import javax.inject.Inject;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.mailbox.model.MessageResultIterator;

/** Lists through James's mailbox API. It works on every store and is the cheapest way on the in-memory store. */
public final class MailboxApiListing implements MessageListing {
    @Inject
    public MailboxApiListing() {}

    @Override
    public ListedMailbox list(MailboxManager manager, MailboxPath path, MailboxSession session)
            throws MailboxException {
        MessageManager mailbox = MaildropMailbox.open(manager, path, session);
        StoredMessages messages = messages(mailbox, session);
        return new ListedMailbox(
                mailbox.getId(), mailbox.getMailboxEntity().getUidValidity().asLong(), messages);
    }

    private static StoredMessages messages(MessageManager mailbox, MailboxSession session) throws MailboxException {
        LongStream.Builder uids = LongStream.builder();
        LongStream.Builder sizes = LongStream.builder();
        MessageResultIterator messages = mailbox.getMessages(MessageRange.all(), FetchGroup.MINIMAL, session);
        while (messages.hasNext()) {
            MessageResult message = messages.next();
            uids.add(message.getUid().asLong());
            sizes.add(message.getSize());
        }
        if (messages.getException() != null) {
            throw messages.getException();
        }
        return StoredMessages.of(uids.build().toArray(), sizes.build().toArray());
    }
}
