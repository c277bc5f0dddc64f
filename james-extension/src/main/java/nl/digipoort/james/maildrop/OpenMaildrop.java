// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import nl.digipoort.james.budget.BodyBudget;
import nl.digipoort.james.budget.Reservation;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.maildrop.MessageAccess.LineEnds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A maildrop in use: the view of the one session that has its lock. It ends once: with {@link #update}, which deletes the marked messages,
 * or with {@link #release()}, which deletes nothing. Both free the lock. Not thread-safe.
 */
public final class OpenMaildrop {
    private static final Logger LOGGER = LoggerFactory.getLogger(OpenMaildrop.class);
    private static final int DELETE_BATCH = 500;

    /** In octets: the size up to which a message needs no share of the budget by default. */
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

    /** Whether somebody else may have the maildrop now. If so, it must not be used any more. */
    public boolean isLost() {
        return !ended && lease.isLost();
    }

    /** Reserves the memory to {@link #retrieve} a message that the snapshot contains. */
    public Reservation reserve(int number) {
        return budget.reserve(snapshot.size(number));
    }

    /**
     * Opens a message that the snapshot contains. The caller reads it to its end and closes it before the next call.
     *
     * @param memory granted for this message; released when the content is closed, or when this fails
     * @throws DamagedMessageException if its content is damaged
     * @throws MaildropException if the store cannot be read
     */
    public MessageContent retrieve(int number, Reservation memory) throws MaildropException {
        boolean opened = false;
        try {
            refuseIfDamaged(number);
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
     * Opens the header of a message that the snapshot contains, including the empty line at its end. Does not read the body and needs no
     * share of the budget. Empty means that the header is long or cannot be read alone: retrieve the message instead.
     *
     * @throws DamagedMessageException if its content is damaged
     * @throws MaildropException if the store cannot be read
     */
    public Optional<MessageContent> retrieveHeader(int number) throws MaildropException {
        refuseIfDamaged(number);
        return mailbox.openHeader(snapshot.uid(number), snapshot.size(number), lineEnds(number), LONGEST_HEADER)
                .map(header -> content(header, budget.reserve(0)));
    }

    /** Also if it could be read now: its size would not be the one that this session has seen. */
    private void refuseIfDamaged(int number) throws DamagedMessageException {
        if (snapshot.isDamaged(number)) {
            throw new DamagedMessageException(
                    "message " + snapshot.uid(number) + " under " + lease + " was damaged when the maildrop was opened",
                    null);
        }
    }

    private LineEnds lineEnds(int number) {
        return snapshot.differsFromStore(number) ? LineEnds.TO_BE_MADE_CANONICAL : LineEnds.CANONICAL;
    }

    private MessageContent content(StoredContent stored, Reservation memory) {
        return new MessageContent(stored, memory, budget, lease);
    }

    /** The fence of the lock. It identifies the audit records of this session. */
    public long fence() {
        return lease.lease().fence();
    }

    /**
     * Deletes exactly the marked messages, frees the lock and returns the result. Without marks the lock need not be confirmed.
     *
     * @throws RuntimeException if the listener throws it before anything is deleted; the lock is free then
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

    /** Marks the messages whose numbers match, as {@link MessageAges} has them. */
    public void mark(Predicate<String> numbers) {
        for (int number = 1; number <= snapshot.highestNumber(); number++) {
            if (snapshot.contains(number) && numbers.test(snapshot.numbers(number))) {
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
