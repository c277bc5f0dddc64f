// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import nl.digipoort.james.mail.CanonicalInputStream;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxId;

/**
 * The mailbox of a maildrop, through James's mailbox API. Every call is one request to James, so that James releases database connections
 * and loaded messages between two commands. Not thread-safe.
 */
final class JamesMailbox implements MessageAccess {
    private static final byte[] EMPTY_LINE = {'\r', '\n', '\r', '\n'};

    private final MailboxManager manager;
    private final MailboxSession session;
    private final MailboxId mailbox;
    private final MessageReader reader;
    private final MessageDeletion deletion;

    JamesMailbox(
            MailboxManager manager,
            MailboxSession session,
            MailboxId mailbox,
            MessageReader reader,
            MessageDeletion deletion) {
        this.manager = manager;
        this.session = session;
        this.mailbox = mailbox;
        this.reader = reader;
        this.deletion = deletion;
    }

    /** The request to James ends when the content is closed. */
    @Override
    public StoredContent open(long uid, long octets, LineEnds lineEnds) throws MaildropException {
        manager.startProcessingRequest(session);
        boolean opened = false;
        try {
            InputStream stored = reader.read(manager, mailbox, uid, session);
            opened = true;
            return new StoredContent(octets, withLineEnds(stored, lineEnds), this::endRequest);
        } catch (MailboxException | IOException | RuntimeException e) {
            throw unreadable("message ", uid, e);
        } finally {
            if (!opened) {
                endRequest();
            }
        }
    }

    /** Empty if the header has no empty line at its end, because it may continue in the body. */
    @Override
    public Optional<StoredContent> openHeader(long uid, long octets, LineEnds lineEnds, int most)
            throws MaildropException {
        try {
            return MailboxRequest.run(session, manager, same -> reader.readHeader(manager, mailbox, uid, most, same))
                    .filter(JamesMailbox::endsWithEmptyLine)
                    .map(header -> new StoredContent(
                            octets, withLineEnds(new ByteArrayInputStream(header), lineEnds), () -> {}));
        } catch (MailboxException | IOException | RuntimeException e) {
            throw unreadable("the header of message ", uid, e);
        }
    }

    private static boolean endsWithEmptyLine(byte[] header) {
        int start = header.length - EMPTY_LINE.length;
        return start >= 0 && Arrays.mismatch(header, start, header.length, EMPTY_LINE, 0, EMPTY_LINE.length) < 0;
    }

    @Override
    public long canonicalLength(long uid) throws MaildropException {
        try (StoredContent content = open(uid, 0, LineEnds.CANONICAL)) {
            return CanonicalInputStream.length(content.stream());
        } catch (IOException | RuntimeException e) {
            throw unreadable("message ", uid, e);
        }
    }

    private MaildropException unreadable(String what, long uid, Exception failure) {
        String message = what + uid + " of " + name();
        return reader.isDamage(failure)
                ? new DamagedMessageException(message + " is damaged or missing", failure)
                : new MaildropException(message + " cannot be read", failure);
    }

    @Override
    public void delete(long[] uids) throws MaildropException {
        List<MessageUid> messages = Arrays.stream(uids).mapToObj(MessageUid::of).collect(Collectors.toList());
        manager.startProcessingRequest(session);
        try {
            deletion.delete(manager.getMailbox(mailbox, session), messages, session);
        } catch (MailboxException | RuntimeException e) {
            throw new MaildropException(uids.length + " messages of " + name() + " cannot be deleted", e);
        } finally {
            endRequest();
        }
    }

    private static InputStream withLineEnds(InputStream stored, LineEnds lineEnds) {
        return lineEnds == LineEnds.CANONICAL ? stored : new CanonicalInputStream(stored);
    }

    private void endRequest() {
        manager.endProcessingRequest(session);
    }

    private String name() {
        return session.getUser().asString();
    }
}
