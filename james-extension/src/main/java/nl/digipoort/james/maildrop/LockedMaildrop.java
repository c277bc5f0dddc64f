// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.util.Optional;
import nl.digipoort.james.budget.Reservation;
import nl.digipoort.james.lock.Lease;
import nl.digipoort.james.lock.OwnedLease;
import org.apache.james.core.Username;

/**
 * A maildrop that is locked and not in use yet. Nothing in it is looked at before {@link #awaited()}, which reads new messages for
 * their size; a large one may have to wait for memory (docs/develop/adr/0019-budget-for-message-bodies.md). It ends with {@link #open()},
 * with a failure or with {@link #release()}; the last two free the lock. Not thread-safe.
 */
public final class LockedMaildrop {
    private final OwnedLease lease;
    private final Listing listing;
    private Optional<WireSizing> sizing = Optional.empty();

    LockedMaildrop(OwnedLease lease, Listing listing) {
        this.lease = lease;
        this.listing = listing;
    }

    public Username user() {
        return lease.lease().maildrop();
    }

    /**
     * Goes on as far as there is memory.
     *
     * @return what has to be waited for before this is called again, or empty when the maildrop can be opened
     * @throws MaildropException if the mailbox cannot be read; the lock is free then
     * @throws nl.digipoort.james.failure.StoreUnavailableException if a store of ours cannot be reached; likewise
     */
    public Optional<Reservation> awaited() throws MaildropException {
        boolean goesOn = false;
        try {
            if (sizing.isEmpty()) {
                sizing = Optional.of(listing.list(lease.lease()));
            }
            Optional<Reservation> awaited = sizing.get().awaited();
            goesOn = true;
            return awaited;
        } finally {
            if (!goesOn) {
                release();
            }
        }
    }

    /** The maildrop for use, when nothing is {@link #awaited()} any more. */
    public OpenMaildrop open() {
        return sizing.orElseThrow().open(lease);
    }

    /** Gives it up. */
    public void release() {
        sizing.ifPresent(WireSizing::end);
        lease.release();
    }

    /** Finds out what is in a maildrop. */
    interface Listing {
        WireSizing list(Lease lease) throws MaildropException;
    }
}
