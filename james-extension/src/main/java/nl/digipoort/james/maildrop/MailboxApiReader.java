package nl.digipoort.james.maildrop;

import java.io.IOException;
import java.io.InputStream;
import javax.inject.Inject;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResultIterator;

/** Reads through James's mailbox API, which works on every store. */
public final class MailboxApiReader implements MessageReader {
    @Inject
    public MailboxApiReader() {}

    @Override
    public InputStream read(MailboxManager manager, MailboxId mailbox, long uid, MailboxSession session)
            throws MailboxException, IOException {
        MessageResultIterator found = manager.getMailbox(mailbox, session)
                .getMessages(MessageRange.one(MessageUid.of(uid)), FetchGroup.FULL_CONTENT, session);
        if (found.hasNext()) {
            return found.next().getFullContent().getInputStream();
        }
        if (found.getException() != null) {
            throw found.getException();
        }
        throw new MailboxException("the message is not in the mailbox any more");
    }
}
