// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the checkpoints of this server's chain, and sends them elsewhere once they are on the disk. Thread-safe. */
final class Checkpoints {
    private final AuditJson json;
    private final Clock clock;
    private final SigningKeys keys;
    private final String chain;
    private final Supplier<List<String>> heads;
    private final CheckpointSender sender;
    private final Optional<AuditHead> broken;

    /**
     * @param chain the name of this server's chain
     * @param heads the last known heads of the other servers' chains, as the records have them
     * @param broken where the chain was known to end, if that record was missing when this server started
     */
    Checkpoints(
            AuditJson json,
            Clock clock,
            SigningKeys keys,
            String chain,
            Supplier<List<String>> heads,
            CheckpointSender sender,
            Optional<AuditHead> broken) {
        this.json = json;
        this.clock = clock;
        this.keys = keys;
        this.chain = chain;
        this.heads = heads;
        this.sender = sender;
        this.broken = broken;
    }

    /** @param id of the key that has signed the last checkpoint before this server started */
    void signedLastBy(String id) {
        keys.signedLastBy(id);
    }

    /** A checkpoint by the key that signs now. */
    CheckpointLine next() {
        return line(keys.signing(), Optional.empty());
    }

    /** If another key is to sign: a checkpoint by which the present key vouches for it, and the first one by the other key. */
    List<CheckpointLine> handOver() {
        keys.look();
        Optional<SigningKey> next = keys.next();
        return next.isEmpty() ? List.of() : List.of(line(keys.signing(), next), line(next, Optional.empty()));
    }

    private CheckpointLine line(Optional<SigningKey> key, Optional<SigningKey> next) {
        AuditRecord record = AuditRecord.of(AuditEvent.CHECKPOINT)
                .with(AuditField.CHAIN, chain)
                .with(AuditField.HEADS, heads.get())
                .with(AuditField.KEY, key.map(SigningKey::id))
                .with(AuditField.PUBLIC_KEY, key.map(SigningKey::publicKey))
                .with(AuditField.NEXT_KEY, next.map(SigningKey::id))
                .with(AuditField.NEXT_PUBLIC_KEY, next.map(SigningKey::publicKey));
        return json.checkpoint(record, clock.instant(), key);
    }

    /** Whether the last checkpoint did not get to one of its places. */
    boolean isUnsent() {
        return sender.isFailing();
    }

    /** What keeps the checkpoints from proving what they should, in words for an operator. */
    List<String> weaknesses() {
        List<String> found = new ArrayList<>();
        if (broken.isPresent()) {
            found.add("The audit trail lacks the record with which it was known to end");
        }
        if (keys.isRefused()) {
            found.add("The signing key of the audit trail has changed to what cannot be read; the earlier key signs");
        }
        if (sender.isFailing()) {
            found.add("Checkpoints of the audit trail cannot be sent where they are to be kept");
        }
        return found;
    }

    /** The record of it, if the chain was broken when this server started. */
    Optional<AuditRecord> brokenChain() {
        return broken.map(expected -> AuditRecord.of(AuditEvent.CHAIN_BROKEN)
                .with(AuditField.EXPECTED_SEQ, expected.seq())
                .with(AuditField.EXPECTED_HASH, expected.hash()));
    }

    void stop() {
        sender.stop();
    }

    /** Checkpoints that are on the disk. */
    void written(List<CheckpointLine> lines) {
        if (lines.size() > 1) {
            keys.next().ifPresent(keys::adopt);
        }
        lines.forEach(sender::send);
    }
}
