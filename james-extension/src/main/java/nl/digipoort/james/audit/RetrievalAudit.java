// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Records how a retrieval ended whose begin is recorded. The caller reports the end once, when it no longer reads the message. Without an
 * audit trail nothing is recorded.
 */
public final class RetrievalAudit {
    private final AuditTrail trail;
    private final AuditRecord record;
    private final boolean hashing;
    private final Consumer<RetrievedMessage> ended;
    private Optional<ObservedMessage> message = Optional.empty();

    RetrievalAudit(AuditTrail trail, AuditRecord record, boolean hashing, Consumer<RetrievedMessage> ended) {
        this.trail = trail;
        this.record = record;
        this.hashing = hashing;
        this.ended = ended;
    }

    /** Wraps the message to observe it while it is read. Call once. */
    public InputStream observe(InputStream stream) {
        if (!trail.isOn()) {
            return stream;
        }
        ObservedMessage observed = new ObservedMessage(stream, hashing);
        message = Optional.of(observed);
        return observed;
    }

    /** @param octets the octets of the message; they have all left the server, and so has the end of the reply */
    public void complete(long octets) {
        message.ifPresent(read -> end("complete", new RetrievedMessage(read.messageId(), read.sha256(), true, octets)));
    }

    /** @param octets the least number of octets of the message that have left the server; the end of the reply has not */
    public void cutOff(long octets) {
        message.ifPresent(
                read -> end("cut-off", new RetrievedMessage(read.messageId(), Optional.empty(), false, octets)));
    }

    private void end(String outcome, RetrievedMessage sent) {
        ended.accept(sent);
        trail.note(sent.describe(record.with(AuditField.OUTCOME, outcome).with(AuditField.OCTETS, sent.octets())));
    }
}
