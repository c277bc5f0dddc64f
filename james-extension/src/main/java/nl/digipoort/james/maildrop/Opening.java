package nl.digipoort.james.maildrop;

import java.util.Optional;
import nl.digipoort.james.budget.BodyBudget;
import nl.digipoort.james.budget.Reservation;
import nl.digipoort.james.lock.OwnedLease;

/**
 * A maildrop that is locked and about to be opened: its new messages are read for their size, and a large one may have to
 * wait for memory (docs/adr/0019-budget-for-message-bodies.md). It ends with the open maildrop, with a failure or with {@link
 * #release()}; all but the first free the lock. Not thread-safe.
 */
public final class Opening {
    private final OwnedLease lease;
    private final MessageAccess mailbox;
    private final long uidValidity;
    private final StoredMessages messages;
    private final WireSizing sizing;
    private final BodyBudget budget;

    Opening(
            OwnedLease lease,
            MessageAccess mailbox,
            long uidValidity,
            StoredMessages messages,
            WireSizing sizing,
            BodyBudget budget) {
        this.lease = lease;
        this.mailbox = mailbox;
        this.uidValidity = uidValidity;
        this.messages = messages;
        this.sizing = sizing;
        this.budget = budget;
    }

    /**
     * Goes on as far as there is memory.
     *
     * @return what has to be waited for before this is called again, or empty when the maildrop can be had
     * @throws MaildropException if the mailbox cannot be read; the lock is free then
     * @throws nl.digipoort.james.failure.StoreUnavailableException if the size store cannot be reached; likewise
     */
    public Optional<Reservation> awaited() throws MaildropException {
        boolean goesOn = false;
        try {
            Optional<Reservation> awaited = sizing.awaited();
            goesOn = true;
            return awaited;
        } finally {
            if (!goesOn) {
                release();
            }
        }
    }

    /** The maildrop, when nothing is {@link #awaited()} any more. */
    public OpenMaildrop maildrop() {
        return new OpenMaildrop(lease, mailbox, new Snapshot(uidValidity, messages, sizing.sizes()), budget);
    }

    /** Gives it up. */
    public void release() {
        sizing.end();
        lease.release();
    }
}
