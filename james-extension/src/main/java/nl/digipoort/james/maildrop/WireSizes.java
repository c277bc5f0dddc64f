// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The known sizes on the wire of one mailbox. RFC 1939 section 11 counts a line end as two octets, so a message that is stored with bare LF
 * or without a final CRLF is larger on the wire than in the store. Every message up to {@link #examinedThrough()} has been examined; only
 * sizes that differ are kept, and with them the unique-ids that are not made of numbers. Immutable.
 */
public final class WireSizes {
    public static final WireSizes NOTHING_EXAMINED = new WireSizes(0, Map.of(), KeptUniqueIds.NONE);

    /** Instead of a size: the message could not be read and is to be read again. */
    private static final long DAMAGED = -1;

    private final long examinedThrough;
    private final Map<Long, Long> exceptions;
    private final KeptUniqueIds uniqueIds;

    private WireSizes(long examinedThrough, Map<Long, Long> exceptions, KeptUniqueIds uniqueIds) {
        this.examinedThrough = examinedThrough;
        this.exceptions = exceptions;
        this.uniqueIds = uniqueIds;
    }

    /**
     * @param examinedThrough the highest unique identifier that was examined, 0 for none
     * @param exceptions wire size in octets by unique identifier, for messages whose stored size differs, or the note that one
     *     could not be read
     */
    public static WireSizes of(long examinedThrough, Map<Long, Long> exceptions) {
        return new WireSizes(examinedThrough, Map.copyOf(exceptions), KeptUniqueIds.NONE);
    }

    /** These sizes, with other unique-ids. */
    public WireSizes with(KeptUniqueIds kept) {
        return new WireSizes(examinedThrough, exceptions, kept);
    }

    /**
     * These sizes with one message added; empty if an earlier one is not examined, or too many exceptions exist.
     *
     * @param uid its unique identifier
     * @param exception the size on the wire in octets, if it differs from the stored size
     */
    public Optional<WireSizes> extended(long uid, OptionalLong exception) {
        if (examinedThrough != uid - 1 || exceptions.size() >= WireSizeStore.EXCEPTIONS_EXTENDED) {
            return Optional.empty();
        }
        Map<Long, Long> more = new HashMap<>(exceptions);
        exception.ifPresent(octets -> more.put(uid, octets));
        return Optional.of(new WireSizes(uid, Map.copyOf(more), uniqueIds));
    }

    public long examinedThrough() {
        return examinedThrough;
    }

    /** Notes among the exceptions that this message could not be read. */
    static void addDamaged(long uid, Map<Long, Long> exceptions) {
        exceptions.put(uid, DAMAGED);
    }

    /** Whether the message could not be read when it was examined last. */
    boolean isDamaged(long uid) {
        return exceptions.getOrDefault(uid, 0L) == DAMAGED;
    }

    /** The size on the wire in octets; empty if it equals the stored size, or is not known. */
    public OptionalLong exception(long uid) {
        Long size = exceptions.get(uid);
        return size == null || size == DAMAGED ? OptionalLong.empty() : OptionalLong.of(size);
    }

    public Map<Long, Long> exceptions() {
        return exceptions;
    }

    /** The unique-ids that messages have kept from another server. */
    public KeptUniqueIds uniqueIds() {
        return uniqueIds;
    }
}
