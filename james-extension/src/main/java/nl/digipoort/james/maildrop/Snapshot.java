// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The messages of one session, numbered from 1 as on the wire (RFC 1939 section 5), fixed when the maildrop is opened.
 * Every operation takes constant time; a message costs two array cells and a bit. Not thread-safe.
 */
public final class Snapshot {
    private final long uidValidity;
    private final StoredMessages messages;
    private final long[] wireSizes;
    private final BitSet deleted = new BitSet();
    private final long totalOctets;
    private long deletedOctets;
    private int deletedCount;

    /**
     * @param uidValidity the validity of the mailbox's unique identifiers
     * @param messages the messages in ascending order
     * @param wireSizes at the same index, the octets that RETR sends before dot-stuffing
     */
    Snapshot(long uidValidity, StoredMessages messages, long[] wireSizes) {
        this.uidValidity = uidValidity;
        this.messages = messages;
        this.wireSizes = wireSizes.clone();
        long total = 0;
        for (long size : wireSizes) {
            total += size;
        }
        this.totalOctets = total;
    }

    /** The highest message number, marked messages included. */
    public int highestNumber() {
        return messages.count();
    }

    /** Messages that are not marked as deleted. */
    public int count() {
        return messages.count() - deletedCount;
    }

    /** Octets of the messages that are not marked as deleted. */
    public long octets() {
        return totalOctets - deletedOctets;
    }

    /** Whether the number names a message that is not marked as deleted. Any number is allowed. */
    public boolean contains(long number) {
        return number >= 1 && number <= messages.count() && !deleted.get((int) number - 1);
    }

    /** The octets that RETR sends before dot-stuffing. */
    public long size(int number) {
        return wireSizes[index(number)];
    }

    /**
     * The unique-id (RFC 1939 section 7): uid validity and uid, so that it is never used again, not even when the mailbox
     * is made anew.
     */
    public String uniqueId(int number) {
        return uniqueIdAt(index(number));
    }

    private String uniqueIdAt(int index) {
        return uidValidity + "." + messages.uid(index);
    }

    /** Marks a message as deleted; deletion itself is UPDATE's. */
    public void delete(int number) {
        int index = index(number);
        deleted.set(index);
        deletedCount++;
        deletedOctets += wireSizes[index];
    }

    /** Takes every deletion mark away. */
    public void reset() {
        deleted.clear();
        deletedCount = 0;
        deletedOctets = 0;
    }

    long uid(int number) {
        return messages.uid(index(number));
    }

    boolean differsFromStore(int number) {
        return wireSizes[index(number)] != messages.size(index(number));
    }

    /** Messages that are marked as deleted. */
    public int deletedCount() {
        return deletedCount;
    }

    /** The marked messages, ascending. */
    List<MarkedMessage> marked() {
        return deleted.stream()
                .mapToObj(index -> new MarkedMessage(uniqueIdAt(index), messages.uid(index), wireSizes[index]))
                .collect(Collectors.toUnmodifiableList());
    }

    private int index(int number) {
        if (!contains(number)) {
            throw new IllegalArgumentException("no message " + number);
        }
        return number - 1;
    }
}
