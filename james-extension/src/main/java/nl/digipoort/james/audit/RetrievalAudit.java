// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The record of how a message was sent that was begun with. Its end is told once, when the message is not read any more. Nothing is
 * recorded where there is no audit trail.
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

    /** Has a look at the message while it is read. To be called once. */
    public InputStream observe(InputStream stream) {
        if (!trail.isOn()) {
            return stream;
        }
        ObservedMessage observed = new ObservedMessage(stream, hashing);
        message = Optional.of(observed);
        return observed;
    }

    /** @param octets of the message, all of which have left the server with the end of the reply */
    public void complete(long octets) {
        message.ifPresent(read -> end("complete", new RetrievedMessage(read.messageId(), read.sha256(), true, octets)));
    }

    /** @param octets of the message that have left the server at least; the end of the reply has not */
    public void cutOff(long octets) {
        message.ifPresent(
                read -> end("cut-off", new RetrievedMessage(read.messageId(), Optional.empty(), false, octets)));
    }

    private void end(String outcome, RetrievedMessage sent) {
        ended.accept(sent);
        trail.note(sent.describe(record.with(AuditField.OUTCOME, outcome).with(AuditField.OCTETS, sent.octets())));
    }
}
