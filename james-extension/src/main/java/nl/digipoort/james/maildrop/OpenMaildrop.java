// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import nl.digipoort.james.budget.BodyBudget;
import nl.digipoort.james.budget.Reservation;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.maildrop.MessageAccess.LineEnds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A maildrop in use: it is locked for one session, and this is the session's view of it. It ends once: with {@link #update}, which
 * deletes what is marked, or with {@link #release()}, which deletes nothing. Both free the lock. Not thread-safe.
 */
public final class OpenMaildrop {
    private static final Logger LOGGER = LoggerFactory.getLogger(OpenMaildrop.class);
    private static final int DELETE_BATCH = 500;

    /** In octets, as long as a message that needs no share by default. */
    private static final int LONGEST_HEADER = 64 * 1024;

    private final OwnedLease lease;
    private final MessageAccess mailbox;
    private final Snapshot snapshot;
    private final BodyBudget budget;
    private boolean ended;

    OpenMaildrop(OwnedLease lease, MessageAccess mailbox, Snapshot snapshot, BodyBudget budget) {
        this.lease = lease;
        this.mailbox = mailbox;
        this.snapshot = snapshot;
        this.budget = budget;
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    /** Whether somebody else may have the maildrop by now; then it may not be used any more. */
    public boolean isLost() {
        return !ended && lease.isLost();
    }

    /** Asks for the memory that it takes to {@link #retrieve} a message that the snapshot contains. */
    public Reservation reserve(int number) {
        return budget.reserve(snapshot.size(number));
    }

    /**
     * Opens a message that the snapshot contains, to be read to its end and closed before the next call.
     *
     * @param memory granted for this message; it is given back with the content, and when this fails
     * @throws MaildropException if the store cannot give it
     */
    public MessageContent retrieve(int number, Reservation memory) throws MaildropException {
        boolean opened = false;
        try {
            StoredContent stored = mailbox.open(snapshot.uid(number), snapshot.size(number), lineEnds(number));
            opened = true;
            return content(stored, memory);
        } finally {
            if (!opened) {
                memory.close();
            }
        }
    }

    /**
     * Opens the header of a message that the snapshot contains, with the empty line behind it, without reading its body. It needs no
     * share of the budget. Empty means that the header is long, or not to be had alone: the message is to be retrieved.
     *
     * @throws MaildropException if the store cannot be read
     */
    public Optional<MessageContent> retrieveHeader(int number) throws MaildropException {
        return mailbox.openHeader(snapshot.uid(number), snapshot.size(number), lineEnds(number), LONGEST_HEADER)
                .map(header -> content(header, budget.reserve(0)));
    }

    private LineEnds lineEnds(int number) {
        return snapshot.differsFromStore(number) ? LineEnds.TO_BE_MADE_CANONICAL : LineEnds.CANONICAL;
    }

    private MessageContent content(StoredContent stored, Reservation memory) {
        return new MessageContent(stored, memory, budget, lease);
    }

    /** The fence of the lock, by which its records are told from those of others. */
    public long fence() {
        return lease.lease().fence();
    }

    /**
     * Deletes exactly what is marked, frees the lock and tells how it went. Where nothing is marked the lock need not be confirmed.
     *
     * @throws RuntimeException what the listener throws before anything is deleted; the lock is free then
     */
    public UpdateResult update(UpdateListener listener) {
        if (ended) {
            return UpdateResult.LOCK_LOST;
        }
        try {
            List<MarkedMessage> marked = snapshot.marked();
            if (marked.isEmpty()) {
                return isLost() ? UpdateResult.LOCK_LOST : UpdateResult.COMPLETE;
            }
            if (!lease.beginUpdate()) {
                return UpdateResult.LOCK_LOST;
            }
            listener.begins(marked);
            return delete(marked, listener);
        } catch (StoreUnavailableException e) {
            LOGGER.error("The lock of {} cannot be confirmed, nothing is deleted", lease, e);
            return UpdateResult.LOCK_LOST;
        } finally {
            release();
        }
    }

    /** Marks the messages whose uid is one of these. */
    public void mark(LongPredicate uids) {
        for (int number = 1; number <= snapshot.highestNumber(); number++) {
            if (snapshot.contains(number) && uids.test(snapshot.uid(number))) {
                snapshot.delete(number);
            }
        }
    }

    /** Frees the lock and deletes nothing. Does nothing when the maildrop has ended already. */
    public void release() {
        if (ended) {
            return;
        }
        ended = true;
        lease.release();
    }

    private UpdateResult delete(List<MarkedMessage> marked, UpdateListener listener) {
        for (int from = 0; from < marked.size(); from += DELETE_BATCH) {
            if (!lease.hasTimeForAStep()) {
                LOGGER.error(
                        "UPDATE under {} ended after {} of {} messages: the lease runs out",
                        lease,
                        from,
                        marked.size());
                listener.ended(marked.subList(from, marked.size()), UpdateListener.Fate.KEPT);
                return UpdateResult.INCOMPLETE;
            }
            int to = Math.min(from + DELETE_BATCH, marked.size());
            if (!delete(marked.subList(from, to))) {
                listener.ended(marked.subList(from, to), UpdateListener.Fate.UNKNOWN);
                listener.ended(marked.subList(to, marked.size()), UpdateListener.Fate.KEPT);
                return UpdateResult.INCOMPLETE;
            }
            listener.ended(marked.subList(from, to), UpdateListener.Fate.DELETED);
        }
        return UpdateResult.COMPLETE;
    }

    private boolean delete(List<MarkedMessage> batch) {
        try {
            mailbox.delete(batch.stream().mapToLong(MarkedMessage::uid).toArray());
            return true;
        } catch (MaildropException e) {
            LOGGER.error("UPDATE under {} did not delete every marked message", lease, e);
            return false;
        }
    }
}
