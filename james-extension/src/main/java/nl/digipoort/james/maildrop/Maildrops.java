package nl.digipoort.james.maildrop;

import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.MailboxPath;

/** Opens maildrops: takes the lock first, and looks at the mailbox only then. Thread-safe. */
@Singleton
public final class Maildrops {
    private final MailboxManager manager;
    private final MaildropLocks locks;
    private final MessageListing listing;
    private final WireSizeStore wireSizes;

    @Inject
    public Maildrops(
            @Named("mailboxmanager") MailboxManager manager,
            MaildropLocks locks,
            MessageListing listing,
            WireSizeStore wireSizes) {
        this.manager = manager;
        this.locks = locks;
        this.listing = listing;
        this.wireSizes = wireSizes;
    }

    /**
     * Locks and opens the maildrop of an authenticated user. Empty means that somebody else holds the lock. When this fails
     * in any way no lock is held.
     *
     * @throws MaildropException if the mailbox cannot be read
     * @throws StoreUnavailableException if the lock or size store cannot be reached
     */
    public Optional<OpenMaildrop> open(Username user) throws MaildropException {
        Optional<Lease> lease = locks.acquire(user);
        return lease.isEmpty() ? Optional.empty() : Optional.of(open(lease.get()));
    }

    private OpenMaildrop open(Lease lease) throws MaildropException {
        boolean opened = false;
        try {
            OpenMaildrop maildrop = read(lease);
            opened = true;
            return maildrop;
        } catch (MailboxException e) {
            throw new MaildropException("the maildrop of " + lease.maildrop().asString() + " cannot be opened", e);
        } finally {
            if (!opened) {
                locks.release(lease);
            }
        }
    }

    private OpenMaildrop read(Lease lease) throws MailboxException, MaildropException {
        MailboxSession session = manager.createSystemSession(lease.maildrop());
        manager.startProcessingRequest(session);
        MessageManager inbox;
        StoredMessages messages;
        long uidValidity;
        try {
            inbox = inbox(session);
            messages = listing.list(inbox, session);
            uidValidity = inbox.getMailboxEntity().getUidValidity().asLong();
        } finally {
            manager.endProcessingRequest(session);
        }
        MessageAccess mailbox = new JamesMailbox(manager, session, inbox);
        long[] sizes = new WireSizing(wireSizes, inbox.getId(), mailbox).sizes(messages);
        return new OpenMaildrop(locks, lease, mailbox, new Snapshot(uidValidity, messages, sizes));
    }

    private MessageManager inbox(MailboxSession session) throws MailboxException {
        MailboxPath path = MailboxPath.inbox(session);
        try {
            return manager.getMailbox(path, session);
        } catch (MailboxNotFoundException e) {
            create(path, session);
            return manager.getMailbox(path, session);
        }
    }

    private void create(MailboxPath path, MailboxSession session) throws MailboxException {
        try {
            manager.createMailbox(path, session);
        } catch (MailboxExistsException e) {
            // A first delivery made it in between: it is there, which is all that is wanted.
        }
    }
}
