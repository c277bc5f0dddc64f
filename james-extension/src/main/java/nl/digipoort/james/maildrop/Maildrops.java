package nl.digipoort.james.maildrop;

import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import nl.digipoort.james.budget.BodyBudget;
import nl.digipoort.james.lock.Leases;
import nl.digipoort.james.lock.OwnedLease;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;

/** Opens maildrops: takes the lock first, and looks at the mailbox only then. Thread-safe. */
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
     * Locks the maildrop of an authenticated user, and looks at nothing in it yet. Empty means that somebody else holds the lock.
     *
     * @param client the address of the client
     * @throws nl.digipoort.james.failure.StoreUnavailableException if the lock store cannot be reached; no lock is held then
     */
    public Optional<LockedMaildrop> lock(Username user, String client) {
        return leases.forSession(user, client).map(lease -> new LockedMaildrop(lease, this::open));
    }

    /**
     * The same for the removal of old messages, which waits for nobody.
     *
     * @param purpose what an operator is told
     * @throws nl.digipoort.james.failure.StoreUnavailableException if the lock store cannot be reached; no lock is held then
     */
    public Optional<LockedMaildrop> lockForRetention(Username user, String purpose) {
        return leases.forRetention(user, purpose).map(lease -> new LockedMaildrop(lease, this::open));
    }

    private Opening open(OwnedLease lease) throws MaildropException {
        boolean opened = false;
        try {
            Opening opening = read(lease);
            opened = true;
            return opening;
        } catch (MailboxException e) {
            throw new MaildropException(
                    "the maildrop of " + lease.lease().maildrop().asString() + " cannot be opened", e);
        } finally {
            if (!opened) {
                lease.release();
            }
        }
    }

    private Opening read(OwnedLease lease) throws MailboxException {
        MailboxSession session = manager.createSystemSession(lease.lease().maildrop());
        manager.startProcessingRequest(session);
        ListedMailbox inbox;
        try {
            settlement.settle(lease.lease(), manager, session);
            inbox = listing.list(manager, MailboxPath.inbox(session), session);
        } finally {
            manager.endProcessingRequest(session);
        }
        MessageAccess mailbox = new JamesMailbox(manager, session, inbox.id(), reader, deletion);
        WireSizing sizing = new WireSizing(wireSizes, inbox.id(), mailbox, inbox.messages(), budget);
        return new Opening(lease, mailbox, inbox.uidValidity(), inbox.messages(), sizing, budget);
    }
}
