// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import nl.digipoort.james.budget.BodyBudget;
import nl.digipoort.james.budget.Reservation;
import nl.digipoort.james.lock.OwnedLease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out how many octets RETR sends for each message. The first session that sees a message reads it once. After that, the stored size
 * and the few known exceptions are enough. See docs/develop/adr/0005-sizes-on-the-wire.md. It stops if a large message has to wait for
 * memory, and can be continued later. Not thread-safe.
 */
final class WireSizing {
    private static final Logger LOGGER = LoggerFactory.getLogger(WireSizing.class);

    /** The most messages that are read again after an interrupted login. */
    static final int SAVED_EVERY = 2000;

    /** The most deleted messages that stay known when there is nothing else to save. */
    static final int FORGOTTEN_AT = 100;

    private final WireSizeStore store;
    private final ListedMailbox listed;
    private final MessageAccess mailbox;
    private final StoredMessages messages;
    private final BodyBudget budget;
    private final WireSizes known;
    private final KeptUniqueIds uniqueIds;
    private final long[] sizes;
    private final BitSet damaged = new BitSet();
    private final Map<Long, Long> exceptions = new HashMap<>();
    private Optional<Reservation> memory = Optional.empty();
    private int next;
    private int unsaved;

    WireSizing(WireSizeStore store, ListedMailbox listed, MessageAccess mailbox, BodyBudget budget) {
        this.store = store;
        this.listed = listed;
        this.mailbox = mailbox;
        this.messages = listed.messages();
        this.budget = budget;
        this.known = store.find(listed.id());
        this.uniqueIds = known.uniqueIds().of(messages);
        this.sizes = new long[messages.count()];
    }

    /** Continues as far as memory is available. Returns the memory to wait for; empty means that all sizes are known. */
    Optional<Reservation> awaited() throws MaildropException {
        for (; next < sizes.length; next++) {
            long uid = messages.uid(next);
            if (uid > known.examinedThrough() || known.isDamaged(uid)) {
                Reservation granted = memory.orElseGet(() -> budget.reserve(messages.size(next)));
                memory = Optional.of(granted);
                if (!granted.isGranted()) {
                    return memory;
                }
                sizes[next] = read(uid, messages.size(next));
            } else {
                sizes[next] = known.exception(uid).orElse(messages.size(next));
            }
            if (damaged.get(next)) {
                WireSizes.addDamaged(uid, exceptions);
            } else if (sizes[next] != messages.size(next)) {
                exceptions.put(uid, sizes[next]);
            }
            if (unsaved == SAVED_EVERY) {
                save(uid);
            }
        }
        if (unsaved > 0 || forgotten() >= FORGOTTEN_AT) {
            save(Math.max(known.examinedThrough(), sizes.length == 0 ? 0 : messages.uid(sizes.length - 1)));
        }
        return Optional.empty();
    }

    /** How much is known of messages that are not there any more. */
    private int forgotten() {
        return Math.max(
                known.exceptions().size() - exceptions.size(), known.uniqueIds().size() - uniqueIds.size());
    }

    /** The size of every message, after {@link #awaited()} has returned empty. */
    long[] sizes() {
        return sizes.clone();
    }

    /** Opens the maildrop with these sizes. It owns the lease from now on. */
    OpenMaildrop open(OwnedLease lease) {
        return new OpenMaildrop(
                lease, mailbox, new Snapshot(listed.uidValidity(), uniqueIds, messages, sizes, damaged), budget);
    }

    /** Releases the awaited memory, if any. */
    void end() {
        memory.ifPresent(Reservation::close);
        memory = Optional.empty();
    }

    /** The stored size is taken for that of a damaged message, which does not keep a client from the others. */
    private long read(long uid, long storedSize) throws MaildropException {
        try {
            long length = mailbox.canonicalLength(uid);
            unsaved++;
            return length;
        } catch (DamagedMessageException e) {
            LOGGER.error("A maildrop is opened with a damaged message: its RETR fails until an operator helps", e);
            damaged.set(next);
            unsaved += known.isDamaged(uid) ? 0 : 1;
            return storedSize;
        } finally {
            end();
        }
    }

    /** Saves that all messages up to this uid are examined. */
    private void save(long uid) {
        store.save(listed.id(), WireSizes.of(uid, exceptions).with(uniqueIds));
        unsaved = 0;
    }
}
