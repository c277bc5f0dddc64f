// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import nl.digipoort.james.maildrop.MaildropMailbox;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.ByteContent;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResultIterator;

/** What a test does to maildrops beside the protocol. */
final class MaildropsInMemory {
    private final MailboxManager manager;

    @Inject
    MaildropsInMemory(MailboxManager manager) {
        this.manager = manager;
    }

    void append(Username user, byte[] message) {
        in(
                user,
                (inbox, session) ->
                        inbox.appendMessage(MessageManager.AppendCommand.from(new ByteContent(message)), session));
    }

    List<byte[]> messages(Username user) {
        List<byte[]> messages = new ArrayList<>();
        in(user, (inbox, session) -> {
            MessageResultIterator found = inbox.getMessages(MessageRange.all(), FetchGroup.FULL_CONTENT, session);
            while (found.hasNext()) {
                messages.add(found.next().getFullContent().getInputStream().readAllBytes());
            }
        });
        return messages;
    }

    void clear(Username user) {
        in(user, (inbox, session) -> {
            List<MessageUid> uids = new ArrayList<>();
            inbox.getMessages(MessageRange.all(), FetchGroup.MINIMAL, session)
                    .forEachRemaining(message -> uids.add(message.getUid()));
            inbox.delete(uids, session);
        });
    }

    private interface Work {
        void on(MessageManager inbox, MailboxSession session) throws MailboxException, IOException;
    }

    private void in(Username user, Work work) {
        MailboxSession session = manager.createSystemSession(user);
        try {
            work.on(MaildropMailbox.open(manager, MailboxPath.inbox(session), session), session);
        } catch (MailboxException | IOException e) {
            throw new IllegalStateException("the maildrop of " + user.asString(), e);
        }
    }
}
