// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The messages of one session, fixed when the maildrop is opened and numbered from 1 as on the wire (RFC 1939 section 5). Every operation
 * takes constant time. A message costs two array cells and a bit. Not thread-safe.
 */
public final class Snapshot {
    private final long uidValidity;
    private final KeptUniqueIds kept;
    private final StoredMessages messages;
    private final long[] wireSizes;
    private final BitSet damaged;
    private final BitSet deleted = new BitSet();
    private final long totalOctets;
    private long deletedOctets;
    private int deletedCount;

    /**
     * @param uidValidity the validity of the mailbox's unique identifiers
     * @param kept the unique-ids that are not made of numbers
     * @param messages the messages in ascending order
     * @param wireSizes the octets that RETR sends before dot-stuffing, at the same index; for damaged messages their stored size
     * @param damaged the indexes of the messages whose content cannot be read
     */
    Snapshot(long uidValidity, KeptUniqueIds kept, StoredMessages messages, long[] wireSizes, BitSet damaged) {
        this.uidValidity = uidValidity;
        this.kept = kept;
        this.messages = messages;
        this.wireSizes = wireSizes.clone();
        this.damaged = (BitSet) damaged.clone();
        long total = 0;
        for (long size : wireSizes) {
            total += size;
        }
        this.totalOctets = total;
    }

    /** The highest message number, including marked messages. */
    public int highestNumber() {
        return messages.count();
    }

    /** The number of messages that are not marked as deleted. */
    public int count() {
        return messages.count() - deletedCount;
    }

    /** The octets of the messages that are not marked as deleted. */
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
     * The unique-id (RFC 1939 section 7): the one that the message has kept from another server, or uid validity and uid. It is never
     * reused, even if the mailbox is created again.
     */
    public String uniqueId(int number) {
        return uniqueIdAt(index(number));
    }

    private String uniqueIdAt(int index) {
        return kept.find(messages.uid(index)).orElseGet(() -> numbersAt(index));
    }

    /** What its numbers make, whatever unique-id the message has: the key of {@link MessageAges}. */
    public String numbers(int number) {
        return numbersAt(index(number));
    }

    private String numbersAt(int index) {
        return uniqueId(uidValidity, messages.uid(index));
    }

    /** The unique-id that two numbers make. */
    public static String uniqueId(long uidValidity, long uid) {
        return uidValidity + "." + uid;
    }

    /** Marks a message as deleted. Only UPDATE deletes it. */
    public void delete(int number) {
        int index = index(number);
        deleted.set(index);
        deletedCount++;
        deletedOctets += wireSizes[index];
    }

    /** Removes all deletion marks. */
    public void reset() {
        deleted.clear();
        deletedCount = 0;
        deletedOctets = 0;
    }

    long uid(int number) {
        return messages.uid(index(number));
    }

    /** Whether the content could not be read when the maildrop was opened. */
    boolean isDamaged(int number) {
        return damaged.get(index(number));
    }

    boolean differsFromStore(int number) {
        return wireSizes[index(number)] != messages.size(index(number));
    }

    /** The number of messages that are marked as deleted. */
    public int deletedCount() {
        return deletedCount;
    }

    /** The marked messages, in ascending order. */
    List<MarkedMessage> marked() {
        return deleted.stream()
                .mapToObj(index ->
                        new MarkedMessage(uniqueIdAt(index), numbersAt(index), messages.uid(index), wireSizes[index]))
                .collect(Collectors.toUnmodifiableList());
    }

    private int index(int number) {
        if (!contains(number)) {
            throw new IllegalArgumentException("no message " + number);
        }
        return number - 1;
    }
}
