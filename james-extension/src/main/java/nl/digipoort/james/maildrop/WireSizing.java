// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import nl.digipoort.james.budget.BodyBudget;
import nl.digipoort.james.budget.Reservation;
import nl.digipoort.james.lock.OwnedLease;

/**
 * Finds out how many octets RETR sends for each message. A message is read for it once, at the first session that sees it;
 * after that the stored size and the few known exceptions say it. See docs/develop/adr/0005-sizes-on-the-wire.md. Where memory for
 * a large message is to be waited for, it stops and can be gone on with. Not thread-safe.
 */
final class WireSizing {
    /** So many messages are read again at the most when a login ends in the middle. */
    static final int SAVED_EVERY = 2000;

    /** So many messages that are gone may still be known when nothing else is to be saved. */
    static final int FORGOTTEN_AT = 100;

    private final WireSizeStore store;
    private final ListedMailbox listed;
    private final MessageAccess mailbox;
    private final StoredMessages messages;
    private final BodyBudget budget;
    private final WireSizes known;
    private final long[] sizes;
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
        this.sizes = new long[messages.count()];
    }

    /** Goes on as far as there is memory. Empty means that all sizes are known. */
    Optional<Reservation> awaited() throws MaildropException {
        for (; next < sizes.length; next++) {
            long uid = messages.uid(next);
            if (uid > known.examinedThrough()) {
                Reservation granted = memory.orElseGet(() -> budget.reserve(messages.size(next)));
                memory = Optional.of(granted);
                if (!granted.isGranted()) {
                    return memory;
                }
                sizes[next] = read(uid);
            } else {
                sizes[next] = known.exception(uid).orElse(messages.size(next));
            }
            if (sizes[next] != messages.size(next)) {
                exceptions.put(uid, sizes[next]);
            }
            if (unsaved == SAVED_EVERY) {
                save(uid);
            }
        }
        if (unsaved > 0 || known.exceptions().size() - exceptions.size() >= FORGOTTEN_AT) {
            save(Math.max(known.examinedThrough(), sizes.length == 0 ? 0 : messages.uid(sizes.length - 1)));
        }
        return Optional.empty();
    }

    /** Of every message, when none is awaited any more. */
    long[] sizes() {
        return sizes.clone();
    }

    /** The maildrop with these sizes, which has the lease from now on. */
    OpenMaildrop open(OwnedLease lease) {
        return new OpenMaildrop(lease, mailbox, new Snapshot(listed.uidValidity(), messages, sizes), budget);
    }

    /** Gives back the memory that is waited for, if any. */
    void end() {
        memory.ifPresent(Reservation::close);
        memory = Optional.empty();
    }

    private long read(long uid) throws MaildropException {
        try {
            long length = mailbox.canonicalLength(uid);
            unsaved++;
            return length;
        } finally {
            end();
        }
    }

    /** All up to that one are examined. */
    private void save(long uid) {
        store.save(listed.id(), WireSizes.of(uid, exceptions));
        unsaved = 0;
    }
}
