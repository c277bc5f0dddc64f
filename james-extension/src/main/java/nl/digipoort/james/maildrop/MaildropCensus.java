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
 * Counts the current messages of a maildrop, whoever has its lock. Lists the mailbox as a login does, and reads no message. Thread-safe.
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
     * Counts the messages. A mailbox that does not exist yet counts as empty and is not created.
     *
     * @throws MaildropException if the mailbox cannot be read
     * @throws nl.digipoort.james.failure.StoreUnavailableException if the size store is unavailable
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
            // fails if the mailbox is missing; the listing would create it
            manager.getMailbox(path, session);
            return Optional.of(listing.list(manager, path, session));
        } catch (MailboxNotFoundException e) {
            return Optional.empty();
        } finally {
            manager.endProcessingRequest(session);
        }
    }
}
