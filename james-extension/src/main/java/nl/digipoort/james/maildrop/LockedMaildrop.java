// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.util.Optional;
import nl.digipoort.james.budget.Reservation;
import nl.digipoort.james.lock.Lease;
import nl.digipoort.james.lock.OwnedLease;
import org.apache.james.core.Username;

/**
 * A maildrop that is locked and not open yet. The mailbox is read only by {@link #awaited()}, which also reads new messages for their size.
 * A large message may have to wait for memory (docs/develop/adr/0019-budget-for-message-bodies.md). It ends with {@link #open()}, with a
 * failure or with {@link #release()}; the last two free the lock. Not thread-safe.
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
     * Continues as far as memory is available.
     *
     * @return the memory to wait for before the next call, or empty when the maildrop can be opened
     * @throws MaildropException if the mailbox cannot be read; the lock is free then
     * @throws nl.digipoort.james.failure.StoreUnavailableException if a store of ours is unavailable; the lock is free then
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

    /** Opens the maildrop, after {@link #awaited()} has returned empty. */
    public OpenMaildrop open() {
        return sizing.orElseThrow().open(lease);
    }

    /** Frees the lock and the memory without opening the maildrop. */
    public void release() {
        sizing.ifPresent(WireSizing::end);
        lease.release();
    }

    /** Lists the messages of a maildrop. */
    interface Listing {
        WireSizing list(Lease lease) throws MaildropException;
    }
}
