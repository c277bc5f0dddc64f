// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import com.google.common.collect.Lists;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import nl.digipoort.james.maildrop.MarkedMessage;
import nl.digipoort.james.maildrop.UpdateListener;
import org.apache.james.core.Username;

/** Records the removal of messages of one maildrop that are too old. Used by one thread. */
public final class ExpirationAudit implements UpdateListener {
    private static final int IDS_IN_A_RECORD = 500;

    private final AuditTrail trail;
    private final AuditRecord maildrop;
    private final Function<String, Duration> ages;
    private long deleted;

    /**
     * @param retention the age at which messages are removed, as an operator sets it
     * @param ages the age of a message, by its numbers
     */
    public ExpirationAudit(
            AuditTrail trail, Username maildrop, long fence, String retention, Function<String, Duration> ages) {
        this.trail = trail;
        this.maildrop = AuditRecord.of(AuditEvent.EXPIRATION_BEGUN)
                .with(AuditField.MAILDROP, maildrop.asString())
                .with(AuditField.FENCE, fence)
                .with(AuditField.LIMITS, retention);
        this.ages = ages;
    }

    /** @throws NotRecordedException if the messages may not be removed */
    @Override
    public void begins(List<MarkedMessage> marked) {
        for (List<MarkedMessage> some : Lists.partition(marked, IDS_IN_A_RECORD)) {
            trail.require(maildrop.with(AuditField.UNIQUE_IDS, Lists.transform(some, MarkedMessage::uniqueId))
                    .with(AuditField.MESSAGES, marked.size()));
        }
    }

    @Override
    public void ended(List<MarkedMessage> messages, Fate fate) {
        if (fate == Fate.DELETED) {
            deleted += messages.size();
        }
        trail.note(messages.stream().map(message -> ended(message, fate)).collect(Collectors.toUnmodifiableList()));
    }

    private AuditRecord ended(MarkedMessage message, Fate fate) {
        return maildrop.as(AuditEvent.EXPIRATION_ENDED)
                .with(AuditField.OUTCOME, fate.name().toLowerCase(Locale.ROOT))
                .with(AuditField.UNIQUE_ID, message.uniqueId())
                .with(AuditField.SIZE, message.octets())
                .with(AuditField.AGE, Math.max(0, ages.apply(message.numbers()).toDays()));
    }

    /** How many messages are removed. */
    public long deleted() {
        return deleted;
    }
}
