package nl.digipoort.james.audit;

import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/** The record of how a message was sent that was begun with. Its end is told once, when the message is not read any more. */
public final class RetrievalAudit {
    private final AuditTrail trail;
    private final AuditRecord record;
    private final boolean hashing;
    private final Consumer<RetrievedMessage> ended;
    private WatchedMessage message;

    RetrievalAudit(AuditTrail trail, AuditRecord record, boolean hashing, Consumer<RetrievedMessage> ended) {
        this.trail = trail;
        this.record = record;
        this.hashing = hashing;
        this.ended = ended;
    }

    /** Whether anybody wants to know of the end. */
    public boolean isWanted() {
        return trail.isOn();
    }

    /** Has a look at the message while it is read. To be called once. */
    public InputStream watch(InputStream stream) {
        if (!trail.isOn()) {
            return stream;
        }
        message = new WatchedMessage(stream, hashing);
        return message;
    }

    /** @param octets of the message, all of which have left the server with the end of the reply */
    public void complete(long octets) {
        end("complete", new RetrievedMessage(message.messageId(), message.sha256(), true, octets));
    }

    /** @param octets of the message that have left the server at least; the end of the reply has not */
    public void cutOff(long octets) {
        end("cut-off", new RetrievedMessage(message.messageId(), Optional.empty(), false, octets));
    }

    private void end(String outcome, RetrievedMessage sent) {
        ended.accept(sent);
        trail.note(sent.describe(record.with(AuditField.OUTCOME, outcome).with(AuditField.OCTETS, sent.octets())));
    }
}
