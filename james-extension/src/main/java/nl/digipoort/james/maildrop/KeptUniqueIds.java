// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The unique-ids that messages of one mailbox had on the server that they were moved from (docs/develop/adr/0060-kept-unique-ids.md). Every
 * other message has the unique-id that its numbers make. Immutable.
 */
public final class KeptUniqueIds {
    public static final KeptUniqueIds NONE = new KeptUniqueIds(Map.of());

    /** RFC 1939 section 7. */
    public static final int LONGEST = 70;

    /** The uid that no message has: under it is the name of the move. */
    private static final long MOVE = 0;

    private static final Pattern ALLOWED = Pattern.compile("[!-~]{1," + LONGEST + "}");

    private final Map<Long, String> byUid;

    private KeptUniqueIds(Map<Long, String> byUid) {
        this.byUid = byUid;
    }

    /** Whether RFC 1939 allows this unique-id. */
    public static boolean isAllowed(String uniqueId) {
        return ALLOWED.matcher(uniqueId).matches();
    }

    /**
     * @param move the name of the move that brought all these messages
     * @param byUid each message's unique-id by its IMAP unique identifier
     * @throws IllegalArgumentException if RFC 1939 does not allow one of them
     */
    public static KeptUniqueIds moved(String move, Map<Long, String> byUid) {
        Map<Long, String> all = new HashMap<>(byUid);
        all.put(MOVE, move);
        all.values().forEach(KeptUniqueIds::requireAllowed);
        return new KeptUniqueIds(Map.copyOf(all));
    }

    private static void requireAllowed(String uniqueId) {
        if (!isAllowed(uniqueId)) {
            throw new IllegalArgumentException("no unique-id of RFC 1939: \"" + uniqueId + '"');
        }
    }

    /** @param byUid what {@link #byUid} returned */
    public static KeptUniqueIds stored(Map<Long, String> byUid) {
        return byUid.isEmpty() ? NONE : new KeptUniqueIds(Map.copyOf(byUid));
    }

    /** Everything to store. */
    public Map<Long, String> byUid() {
        return byUid;
    }

    /** The unique-id that a message has kept. */
    public Optional<String> find(long uid) {
        return Optional.ofNullable(byUid.get(uid));
    }

    /** The name of the move that brought the mailbox; empty if it was not moved. */
    public Optional<String> move() {
        return find(MOVE);
    }

    /** Those of these messages. */
    KeptUniqueIds of(StoredMessages messages) {
        if (byUid.isEmpty()) {
            return NONE;
        }
        Map<Long, String> some = new HashMap<>();
        move().ifPresent(move -> some.put(MOVE, move));
        for (int i = 0; i < messages.count(); i++) {
            long uid = messages.uid(i);
            find(uid).ifPresent(uniqueId -> some.put(uid, uniqueId));
        }
        return some.size() == byUid.size() ? this : new KeptUniqueIds(Map.copyOf(some));
    }

    int size() {
        return byUid.size();
    }
}
