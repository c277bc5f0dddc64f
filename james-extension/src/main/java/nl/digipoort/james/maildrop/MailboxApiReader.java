// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import com.google.common.base.Throwables;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.mailbox.model.MessageResultIterator;

/** Reads through James's mailbox API, which works on every store. */
public final class MailboxApiReader implements MessageReader {
    /** By its name, because a James that has no blob store does not have this class. */
    private static final String MISSING_BLOB = "org.apache.james.blob.api.ObjectNotFoundException";

    @Inject
    public MailboxApiReader() {}

    @Override
    public InputStream read(MailboxManager manager, MailboxId mailbox, long uid, MailboxSession session)
            throws MailboxException, IOException {
        return first(manager.getMailbox(mailbox, session), one(uid), FetchGroup.FULL_CONTENT, session)
                .orElseThrow(() -> new MailboxException("the message is not in the mailbox any more"))
                .getFullContent()
                .getInputStream();
    }

    /** Asks for the length first, because James returns a header as one array. */
    @Override
    public Optional<byte[]> readHeader(
            MailboxManager manager, MailboxId mailbox, long uid, int most, MailboxSession session)
            throws MailboxException, IOException {
        MessageManager messages = manager.getMailbox(mailbox, session);
        Optional<MessageResult> sizes = first(messages, one(uid), FetchGroup.MINIMAL, session);
        if (sizes.isEmpty()) {
            return Optional.empty();
        }
        long octets = sizes.get().getSize() - sizes.get().getBody().size();
        if (octets > most) {
            return Optional.empty();
        }
        Optional<MessageResult> message = first(messages, one(uid), FetchGroup.HEADERS, session);
        if (message.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream stream = message.get().getHeaders().getInputStream()) {
            return Optional.of(stream.readAllBytes()).filter(header -> header.length == octets);
        }
    }

    /** James's blob stores say so in this way, also on Cassandra. */
    @Override
    public boolean isDamage(Exception failure) {
        return Throwables.getCausalChain(failure).stream()
                .anyMatch(cause -> cause.getClass().getName().equals(MISSING_BLOB));
    }

    private static MessageRange one(long uid) {
        return MessageRange.one(MessageUid.of(uid));
    }

    /** The first message in the range; empty if there is none. */
    static Optional<MessageResult> first(
            MessageManager messages, MessageRange range, FetchGroup fetched, MailboxSession session)
            throws MailboxException {
        MessageResultIterator found = messages.getMessages(range, fetched, session);
        if (found.hasNext()) {
            return Optional.of(found.next());
        }
        if (found.getException() != null) {
            throw found.getException();
        }
        return Optional.empty();
    }
}
