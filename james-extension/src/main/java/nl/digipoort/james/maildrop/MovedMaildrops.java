// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Named;
import nl.digipoort.james.clock.ClockWatch;
import nl.digipoort.james.lock.OwnedLease;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.MailboxPath;

/**
 * What only the move of a maildrop from one server to another needs: when its messages came, and the unique-ids that they keep
 * (docs/develop/adr/0060-kept-unique-ids.md). Thread-safe.
 */
public final class MovedMaildrops {
    /** Longer than any clock was wrong when a message came. */
    private static final Duration EVER = Duration.ofDays(36_500);

    /** Its uid, and the lengths of both. */
    private static final int OCTETS_BESIDE_A_UNIQUE_ID = 16;

    private final MailboxManager manager;
    private final Settlement settlement;
    private final MessageListing listing;
    private final MessageAges ages;
    private final WireSizeStore store;
    private final ClockWatch clock;

    @Inject
    public MovedMaildrops(
            @Named("mailboxmanager") MailboxManager manager,
            Settlement settlement,
            MessageListing listing,
            MessageAges ages,
            WireSizeStore store,
            ClockWatch clock) {
        this.manager = manager;
        this.settlement = settlement;
        this.listing = listing;
        this.ages = ages;
        this.store = store;
        this.clock = clock;
    }

    /** When each message came, by {@link Snapshot#numbers}. */
    public Map<String, Instant> arrivals(OwnedLease lease) throws MaildropException {
        return asking(
                lease.lease().maildrop(),
                (path, session) -> ages.before(clock.latest().plus(EVER), Integer.MAX_VALUE, manager, path, session));
    }

    /** How many messages the maildrop has now, without its lock. */
    public int count(Username user) throws MaildropException {
        return asking(user, (path, session) -> listing.list(manager, path, session)
                .messages()
                .count());
    }

    /** The name of the move that has brought the maildrop completely; empty if there was none. */
    public Optional<String> move(Username user) throws MaildropException {
        return asking(user, (path, session) -> {
            try {
                return store.find(
                                MaildropMailbox.list(manager, listing, session).id())
                        .uniqueIds()
                        .move();
            } catch (MailboxNotFoundException e) {
                return Optional.empty();
            }
        });
    }

    /**
     * Prepares the maildrop for messages with these unique-ids: none may look like one that this mailbox will give itself. An empty mailbox
     * is made again for that, with other numbers.
     *
     * @throws MaildropException also if they do and the mailbox has messages, and if the store cannot take so many
     */
    public void prepare(OwnedLease lease, List<String> uniqueIds) throws MaildropException {
        asking(lease.lease().maildrop(), (path, session) -> {
            requireRoom(uniqueIds);
            settlement.settle(lease.lease(), manager, session);
            ListedMailbox inbox = listing.list(manager, path, session);
            while (isAmong(inbox.uidValidity(), uniqueIds)) {
                if (inbox.messages().count() > 0) {
                    throw new MailboxException("the mailbox gives unique-ids like those that are to be kept");
                }
                manager.deleteMailbox(path, session);
                inbox = listing.list(manager, path, session);
            }
            return inbox;
        });
    }

    private void requireRoom(List<String> uniqueIds) throws MailboxException {
        long octets = uniqueIds.stream()
                .mapToLong(uniqueId -> OCTETS_BESIDE_A_UNIQUE_ID + uniqueId.length())
                .sum();
        if (octets > store.mostOctetsOfUniqueIds()) {
            throw new MailboxException(
                    "its " + uniqueIds.size() + " unique-ids are more than this database keeps of one maildrop");
        }
    }

    private static boolean isAmong(long uidValidity, List<String> uniqueIds) {
        String ours = uidValidity + ".";
        return uniqueIds.stream().anyMatch(uniqueId -> uniqueId.startsWith(ours));
    }

    /**
     * Lets the messages of the maildrop keep these unique-ids, and notes that the move is complete.
     *
     * @param move the name of the move
     * @param uniqueIds one for each message, in their order
     */
    public void complete(OwnedLease lease, String move, List<String> uniqueIds) throws MaildropException {
        asking(lease.lease().maildrop(), (path, session) -> {
            ListedMailbox inbox = listing.list(manager, path, session);
            StoredMessages messages = inbox.messages();
            if (messages.count() != uniqueIds.size()) {
                throw new MailboxException(messages.count() + " messages, but " + uniqueIds.size() + " unique-ids");
            }
            Map<Long, String> byUid = new HashMap<>();
            for (int i = 0; i < uniqueIds.size(); i++) {
                byUid.put(messages.uid(i), uniqueIds.get(i));
            }
            store.save(inbox.id(), store.find(inbox.id()).with(KeptUniqueIds.moved(move, byUid)));
            return inbox;
        });
    }

    private <T> T asking(Username user, Work<T> work) throws MaildropException {
        try {
            return MailboxRequest.run(user, manager, session -> work.run(MailboxPath.inbox(session), session));
        } catch (MailboxException e) {
            throw new MaildropException(
                    "the maildrop of " + user.asString() + " cannot be moved: " + e.getMessage(), e);
        }
    }

    private interface Work<T> {
        T run(MailboxPath path, MailboxSession session) throws MailboxException;
    }
}
