// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the head of this server's chain with each checkpoint, and remembers those of the others from then. Without its store the last
 * known heads stay. Thread-safe.
 */
final class KnownHeads implements CheckpointTarget {
    private static final Logger LOGGER = LoggerFactory.getLogger(KnownHeads.class);

    private final AuditHeads store;
    private final String chain;
    private volatile List<String> others = List.of();

    KnownHeads(AuditHeads store, String chain) {
        this.store = store;
        this.chain = chain;
    }

    /** What was published before this server started; empty if that is unknown. */
    Optional<AuditHead> own() {
        try {
            return read().stream().filter(head -> head.chain().equals(chain)).findFirst();
        } catch (RuntimeException e) {
            LOGGER.warn("Whether the audit trail ends where it was known to cannot be found out now", e);
            return Optional.empty();
        }
    }

    private List<AuditHead> read() {
        List<AuditHead> all = store.heads();
        others = all.stream()
                .filter(head -> !head.chain().equals(chain))
                .sorted(Comparator.comparing(AuditHead::chain))
                .map(AuditHead::toString)
                .collect(Collectors.toUnmodifiableList());
        return all;
    }

    /** The last known heads of the other chains, sorted by name. */
    List<String> others() {
        return others;
    }

    @Override
    public void send(CheckpointLine checkpoint) {
        ChainHead head = checkpoint.head();
        store.publish(AuditHead.of(chain, head.seq(), head.hash()));
        read();
    }

    @Override
    public String toString() {
        return "the store of all servers";
    }
}
