// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import nl.digipoort.james.budget.BodyBudget;
import nl.digipoort.james.lock.Lease;
import nl.digipoort.james.lock.LeaseRequest;
import nl.digipoort.james.lock.Leases;
import nl.digipoort.james.lock.OwnedLease;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;

/** Locks maildrops, and reads a mailbox only under its lock. Thread-safe. */
@Singleton
public final class Maildrops {
    private final MailboxManager manager;
    private final Leases leases;
    private final Settlement settlement;
    private final MessageListing listing;
    private final MessageReader reader;
    private final MessageDeletion deletion;
    private final WireSizeStore wireSizes;
    private final BodyBudget budget;

    @Inject
    public Maildrops(
            @Named("mailboxmanager") MailboxManager manager,
            Leases leases,
            Settlement settlement,
            MessageListing listing,
            MessageReader reader,
            MessageDeletion deletion,
            WireSizeStore wireSizes,
            BodyBudget budget) {
        this.manager = manager;
        this.leases = leases;
        this.settlement = settlement;
        this.listing = listing;
        this.reader = reader;
        this.deletion = deletion;
        this.wireSizes = wireSizes;
        this.budget = budget;
    }

    /**
     * Requests the maildrop of an authenticated user, which may have to wait for a delivery.
     *
     * @param client the address of the client
     */
    public LeaseRequest request(Username user, String client) {
        return leases.forSession(user, client);
    }

    /** The maildrop of a lease that was granted, without reading it. */
    public LockedMaildrop locked(OwnedLease lease) {
        return new LockedMaildrop(lease, this::list);
    }

    /**
     * Locks a maildrop for the removal of old messages, without waiting. Empty means that somebody else has the lock.
     *
     * @param purpose the reason, as operators see it
     * @throws nl.digipoort.james.failure.StoreUnavailableException if the lock store is unavailable; no lock is taken then
     */
    public Optional<LockedMaildrop> lockForRetention(Username user, String purpose) {
        return leases.forRetention(user, purpose).map(this::locked);
    }

    private WireSizing list(Lease lease) throws MaildropException {
        MailboxSession session;
        ListedMailbox inbox;
        try {
            session = manager.createSystemSession(lease.maildrop());
            inbox = MailboxRequest.run(session, manager, same -> {
                settlement.settle(lease, manager, same);
                return listing.list(manager, MailboxPath.inbox(same), same);
            });
        } catch (MailboxException e) {
            throw new MaildropException("the maildrop of " + lease.maildrop().asString() + " cannot be opened", e);
        }
        MessageAccess mailbox = new JamesMailbox(manager, session, inbox.id(), reader, deletion);
        return new WireSizing(wireSizes, inbox, mailbox, budget);
    }
}
