// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Named;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.mailbox.model.MessageResultIterator;

/**
 * Shows an operator the current messages of a maildrop, whoever has its lock, a page at a time. It changes nothing, and what it shows may
 * be gone the next moment. Thread-safe.
 */
public final class MaildropMessages {
    /** More than any header that a sender means. */
    private static final int LONGEST_HEADER = 256 * 1024;

    private final MailboxManager manager;
    private final MessageListing listing;
    private final MessageReader reader;
    private final WireSizeStore wireSizes;

    @Inject
    public MaildropMessages(
            @Named("mailboxmanager") MailboxManager manager,
            MessageListing listing,
            MessageReader reader,
            WireSizeStore wireSizes) {
        this.manager = manager;
        this.listing = listing;
        this.reader = reader;
        this.wireSizes = wireSizes;
    }

    /**
     * Some messages, in the order of their numbers. A mailbox that does not exist yet has none and is not created.
     *
     * @param after the number before the first of them
     * @throws MaildropException if the mailbox cannot be read
     */
    public MessagePage page(Username user, int after, int most) throws MaildropException {
        return read(user, (inbox, session) -> page(inbox, after, most, session)).orElse(MessagePage.EMPTY);
    }

    private MessagePage page(ListedMailbox inbox, int after, int most, MailboxSession session) throws MailboxException {
        StoredMessages messages = inbox.messages();
        int end = (int) Math.min(messages.count(), (long) after + most);
        List<MessageInfo> page = new ArrayList<>();
        if (after < end) {
            WireSizes known = wireSizes.find(inbox.id());
            Map<Long, Instant> arrivals = arrivals(inbox, messages.uid(after), messages.uid(end - 1), session);
            for (int i = after; i < end; i++) {
                long uid = messages.uid(i);
                page.add(new MessageInfo(
                        i + 1,
                        uniqueId(inbox, known, uid),
                        known.exception(uid).orElse(messages.size(i)),
                        Optional.ofNullable(arrivals.get(uid))));
            }
        }
        return new MessagePage(messages.count(), page);
    }

    private Map<Long, Instant> arrivals(ListedMailbox inbox, long first, long last, MailboxSession session)
            throws MailboxException {
        Map<Long, Instant> arrivals = new HashMap<>();
        MessageRange range = MessageRange.range(MessageUid.of(first), MessageUid.of(last));
        MessageResultIterator found =
                manager.getMailbox(inbox.id(), session).getMessages(range, FetchGroup.MINIMAL, session);
        while (found.hasNext()) {
            MessageResult message = found.next();
            arrivals.put(message.getUid().asLong(), message.getInternalDate().toInstant());
        }
        if (found.getException() != null) {
            throw found.getException();
        }
        return arrivals;
    }

    /**
     * The subject of a message, decoded; an empty text if it has none.
     *
     * @return empty if the maildrop has no such message, or the store has no header of it by itself
     * @throws MaildropException if the mailbox cannot be read
     */
    public Optional<String> subject(Username user, String uniqueId) throws MaildropException {
        return read(user, (inbox, session) -> subject(inbox, uniqueId, session)).flatMap(found -> found);
    }

    private Optional<String> subject(ListedMailbox inbox, String uniqueId, MailboxSession session)
            throws MailboxException, IOException {
        WireSizes known = wireSizes.find(inbox.id());
        StoredMessages messages = inbox.messages();
        for (int i = 0; i < messages.count(); i++) {
            if (uniqueId(inbox, known, messages.uid(i)).equals(uniqueId)) {
                return reader.readHeader(manager, inbox.id(), messages.uid(i), LONGEST_HEADER, session)
                        .map(SubjectField::of);
            }
        }
        return Optional.empty();
    }

    private static String uniqueId(ListedMailbox inbox, WireSizes known, long uid) {
        return known.uniqueIds().find(uid).orElseGet(() -> Snapshot.uniqueId(inbox.uidValidity(), uid));
    }

    private <T> Optional<T> read(Username user, Reading<T> reading) throws MaildropException {
        try {
            return Optional.of(MailboxRequest.run(
                    user, manager, session -> reading.of(MaildropMailbox.list(manager, listing, session), session)));
        } catch (MailboxNotFoundException e) {
            return Optional.empty();
        } catch (MailboxException | IOException | RuntimeException e) {
            throw new MaildropException("the messages of " + user.asString() + " cannot be shown", e);
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T of(ListedMailbox inbox, MailboxSession session) throws MailboxException, IOException;
    }
}
