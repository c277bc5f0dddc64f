// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import com.google.common.io.CountingInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Named;
import nl.digipoort.james.mail.CanonicalInputStream;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;

/**
 * Reads the messages of a maildrop to see whether they are still what was stored, whoever has its lock. Reads only. Thread-safe.
 */
public final class ContentInspection {
    private final MailboxManager manager;
    private final MessageListing listing;
    private final MessageReader reader;
    private final WireSizeStore wireSizes;

    @Inject
    public ContentInspection(
            @Named("mailboxmanager") MailboxManager manager,
            MessageListing listing,
            MessageReader reader,
            WireSizeStore wireSizes) {
        this.manager = manager;
        this.listing = listing;
        this.reader = reader;
        this.wireSizes = wireSizes;
    }

    /** Receives what is found, message by message. */
    public interface Visitor {
        /**
         * Before a message is read.
         *
         * @param octets its stored size
         * @return whether to go on
         */
        boolean wants(long octets) throws InterruptedException;

        /** The message is what was stored, or was removed meanwhile. */
        void sound();

        /** @param how what is wrong with it, without any of its content */
        void damaged(long uidValidity, long uid, String how, Optional<Exception> cause);
    }

    /**
     * Reads each message of the user's maildrop.
     *
     * @throws MaildropException if the store cannot be read at all, which says nothing of any message
     * @throws nl.digipoort.james.failure.StoreUnavailableException if the size store is unavailable
     */
    public void inspect(Username user, Visitor visitor) throws MaildropException, InterruptedException {
        MailboxSession session = manager.createSystemSession(user);
        Optional<ListedMailbox> listed = list(user, session);
        if (listed.isEmpty()) {
            return;
        }
        ListedMailbox mailbox = listed.get();
        WireSizes sizes = wireSizes.find(mailbox.id());
        for (int i = 0; i < mailbox.messages().count(); i++) {
            if (!visitor.wants(mailbox.messages().size(i))) {
                return;
            }
            inspect(i, mailbox, sizes, session, visitor);
        }
    }

    private void inspect(int i, ListedMailbox mailbox, WireSizes sizes, MailboxSession session, Visitor visitor)
            throws MaildropException {
        long uid = mailbox.messages().uid(i);
        Optional<String> how;
        Optional<Exception> cause = Optional.empty();
        try {
            how = difference(uid, mailbox.messages().size(i), mailbox, sizes, session);
        } catch (MailboxException | IOException | RuntimeException e) {
            how = Optional.of("cannot be read");
            cause = Optional.of(e);
        }
        if (how.isPresent() && isStill(uid, mailbox, session)) {
            visitor.damaged(mailbox.uidValidity(), uid, how.get(), cause);
        } else {
            visitor.sound();
        }
    }

    private Optional<String> difference(
            long uid, long size, ListedMailbox mailbox, WireSizes sizes, MailboxSession session)
            throws MailboxException, IOException {
        manager.startProcessingRequest(session);
        try (InputStream stream = reader.read(manager, mailbox.id(), uid, session);
                CountingInputStream stored = new CountingInputStream(stream)) {
            long onTheWire = CanonicalInputStream.length(stored);
            if (stored.getCount() != size) {
                return Optional.of("has " + stored.getCount() + " octets instead of " + size);
            }
            long expected = sizes.exception(uid).orElse(size);
            return uid > sizes.examinedThrough() || onTheWire == expected
                    ? Optional.empty()
                    : Optional.of("has " + onTheWire + " octets on the wire instead of " + expected);
        } finally {
            manager.endProcessingRequest(session);
        }
    }

    /** A message that is removed while it is read is no finding, and neither is one of a store that does not answer. */
    private boolean isStill(long uid, ListedMailbox mailbox, MailboxSession session) throws MaildropException {
        return list(session.getUser(), session)
                .filter(now -> now.id().equals(mailbox.id()))
                .map(ListedMailbox::messages)
                .filter(messages -> messages.contains(uid))
                .isPresent();
    }

    private Optional<ListedMailbox> list(Username user, MailboxSession session) throws MaildropException {
        try {
            return Optional.of(
                    MailboxRequest.run(session, manager, same -> MaildropMailbox.list(manager, listing, same)));
        } catch (MailboxNotFoundException e) {
            return Optional.empty();
        } catch (MailboxException | RuntimeException e) {
            throw new MaildropException("the maildrop of " + user.asString() + " cannot be listed", e);
        }
    }
}
