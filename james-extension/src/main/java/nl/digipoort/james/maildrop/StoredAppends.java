// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import nl.digipoort.james.mail.MailContent;
import org.apache.commons.io.IOUtils;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.MailboxMetaData;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.mailbox.model.MessageResultIterator;

/**
 * What an append has left in the mailbox. The message of an append without an answer is known by its octets: they begin with trace lines,
 * which name the delivery, so no other message is equal (ADR 57). The caller has the maildrop's lock.
 */
final class StoredAppends {
    /** One append takes one uid, and a few more if answers about that are lost as well. */
    private static final long LAST_UIDS = 16;

    private final MessageReader reader;

    StoredAppends(MessageReader reader) {
        this.reader = reader;
    }

    /**
     * Finds the message of an append without an answer.
     *
     * @param firstUid the lowest uid that the message can have, if it is known
     * @throws MailboxException if the mailbox cannot be read, so that it is not known whether the message is there
     */
    Optional<MessageUid> find(
            MailboxManager manager,
            MessageManager mailbox,
            OptionalLong firstUid,
            MailContent content,
            MailboxSession session)
            throws MailboxException, IOException {
        long first = firstUid.isPresent() ? firstUid.getAsLong() : Math.max(1, nextUid(mailbox, session) - LAST_UIDS);
        MessageResultIterator messages =
                mailbox.getMessages(MessageRange.from(MessageUid.of(first)), FetchGroup.MINIMAL, session);
        while (messages.hasNext()) {
            MessageResult message = messages.next();
            if (message.getSize() == content.octets()
                    && isStored(manager, mailbox.getId(), message.getUid(), content, session)) {
                return Optional.of(message.getUid());
            }
        }
        if (messages.getException() != null) {
            throw messages.getException();
        }
        return Optional.empty();
    }

    static long nextUid(MessageManager mailbox, MailboxSession session) throws MailboxException {
        return mailbox.getMetaData(MailboxMetaData.RecentMode.IGNORE, session, EnumSet.of(MailboxMetaData.Item.NextUid))
                .getUidNext()
                .asLong();
    }

    /** Whether the message can be read and has these octets. */
    boolean isStored(
            MailboxManager manager, MailboxId mailbox, MessageUid uid, MailContent content, MailboxSession session)
            throws MailboxException, IOException {
        try (InputStream stored = reader.read(manager, mailbox, uid.asLong(), session);
                InputStream given = content.open()) {
            return IOUtils.contentEquals(stored, given);
        }
    }
}
