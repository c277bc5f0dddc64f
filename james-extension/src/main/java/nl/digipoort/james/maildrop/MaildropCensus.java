// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Named;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.MailboxPath;

/**
 * Counts what is in a maildrop as it is at the moment, whoever has its lock: lists the mailbox as a login does, and reads no
 * message. Thread-safe.
 */
public final class MaildropCensus {
    private final MailboxManager manager;
    private final MessageListing listing;
    private final WireSizeStore wireSizes;

    @Inject
    public MaildropCensus(
            @Named("mailboxmanager") MailboxManager manager, MessageListing listing, WireSizeStore wireSizes) {
        this.manager = manager;
        this.listing = listing;
        this.wireSizes = wireSizes;
    }

    /**
     * Nothing if the mailbox has not been made yet; it is not made by this.
     *
     * @throws MaildropException if the mailbox cannot be read
     * @throws nl.digipoort.james.failure.StoreUnavailableException if the size store cannot be reached
     */
    public MaildropTotals count(Username user) throws MaildropException {
        Optional<ListedMailbox> inbox;
        try {
            inbox = list(manager.createSystemSession(user));
        } catch (MailboxException | RuntimeException e) {
            throw new MaildropException("the maildrop of " + user.asString() + " cannot be counted", e);
        }
        return inbox.map(listed -> MaildropTotals.of(listed.messages(), wireSizes.find(listed.id())))
                .orElse(MaildropTotals.NOTHING);
    }

    private Optional<ListedMailbox> list(MailboxSession session) throws MailboxException {
        manager.startProcessingRequest(session);
        try {
            MailboxPath path = MailboxPath.inbox(session);
            // the listing would make it
            manager.getMailbox(path, session);
            return Optional.of(listing.list(manager, path, session));
        } catch (MailboxNotFoundException e) {
            return Optional.empty();
        } finally {
            manager.endProcessingRequest(session);
        }
    }
}
