package nl.digipoort.james.stores.jdbc;

import com.google.common.collect.ImmutableList;
import java.util.List;
import javax.inject.Inject;
import nl.digipoort.james.maildrop.MessageDeletion;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MessageRange;

/**
 * Deletes each run of consecutive messages by a call of its own. James reads the runs of one call on several threads at once,
 * before it deletes them, and all by the one entity manager of the session: when the database refuses one of them, the others
 * still run while that entity manager is closed, and both wait for each other for ever. See ADR 25.
 */
public final class JpaMessageDeletion implements MessageDeletion {
    @Inject
    public JpaMessageDeletion() {}

    @Override
    public void delete(MessageManager mailbox, List<MessageUid> uids, MailboxSession session) throws MailboxException {
        for (MessageRange run : MessageRange.toRanges(uids)) {
            mailbox.delete(ImmutableList.copyOf(run), session);
        }
    }
}
