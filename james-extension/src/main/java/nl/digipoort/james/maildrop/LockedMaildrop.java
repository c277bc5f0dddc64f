package nl.digipoort.james.maildrop;

import nl.digipoort.james.lock.OwnedLease;
import org.apache.james.core.Username;

/**
 * A maildrop that is locked, and of which nothing is read yet. It ends with {@link #open()}, or with {@link #release()}, which
 * frees the lock. Not thread-safe.
 */
public final class LockedMaildrop {
    private final OwnedLease lease;
    private final Opener opener;

    LockedMaildrop(OwnedLease lease, Opener opener) {
        this.lease = lease;
        this.opener = opener;
    }

    public Username user() {
        return lease.lease().maildrop();
    }

    /**
     * Begins to open it. When this fails in any way the lock is free.
     *
     * @throws MaildropException if the mailbox cannot be read
     * @throws nl.digipoort.james.failure.StoreUnavailableException if a store of ours cannot be reached
     */
    public Opening open() throws MaildropException {
        return opener.open(lease);
    }

    /** Gives it up. */
    public void release() {
        lease.release();
    }

    /** Reads what is in a maildrop under its lock. */
    interface Opener {
        Opening open(OwnedLease lease) throws MaildropException;
    }
}
