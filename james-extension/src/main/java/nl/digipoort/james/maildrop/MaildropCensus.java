// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import javax.inject.Inject;
import javax.inject.Named;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;

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
        ListedMailbox inbox;
        try {
            inbox = MailboxRequest.run(user, manager, session -> MaildropMailbox.list(manager, listing, session));
        } catch (MailboxNotFoundException e) {
            return MaildropTotals.NOTHING;
        } catch (MailboxException | RuntimeException e) {
            throw new MaildropException("the maildrop of " + user.asString() + " cannot be counted", e);
        }
        return MaildropTotals.of(inbox.messages(), wireSizes.find(inbox.id()));
    }
}
