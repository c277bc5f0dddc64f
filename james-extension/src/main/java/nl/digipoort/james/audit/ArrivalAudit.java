// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import com.google.common.collect.Lists;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.inject.Inject;
import nl.digipoort.james.mail.Addressee;
import nl.digipoort.james.mail.AppendOutcome;
import nl.digipoort.james.mail.Arrival;
import nl.digipoort.james.mail.DigestedContent;
import nl.digipoort.james.mail.HeldMail;
import nl.digipoort.james.mail.IncomingMail;
import nl.digipoort.james.mail.MailContent;
import nl.digipoort.james.mail.MailDigester;
import org.apache.james.core.Username;

/** Records how mail comes in: from its handover to the maildrop. Thread-safe. */
public final class ArrivalAudit {
    private static final int RECIPIENTS_IN_A_RECORD = 500;

    private final AuditTrail trail;

    @Inject
    public ArrivalAudit(AuditTrail trail) {
        this.trail = trail;
    }

    /** @param trace the trace lines that all addressees of the mail will have */
    public MailDigester digester(byte[] trace) {
        return isHashing() ? MailDigester.hashing(trace) : MailDigester.withoutHash();
    }

    private boolean isHashing() {
        return trail.isOn() && trail.isHashing();
    }

    /**
     * The store is about to be asked to take the mail.
     *
     * @throws NotRecordedException if the mail may not be taken
     */
    public void begins(IncomingMail mail, List<Addressee> addressees) {
        Arrival arrival = mail.arrival();
        AuditRecord begun = AuditRecord.of(AuditEvent.ARRIVAL_BEGUN)
                .with(AuditField.MAIL, mail.name())
                .with(AuditField.ADDRESS, arrival.address())
                .with(AuditField.TLS, arrival.tls())
                .with(AuditField.SENDER, arrival.sender())
                .with(AuditField.SIZE, mail.content().octets())
                .with(AuditField.DATA_SHA256, arrival.digests().data())
                .with(AuditField.MESSAGE_ID, arrival.digests().messageId());
        trail.require(Lists.partition(addressees, RECIPIENTS_IN_A_RECORD).stream()
                .map(some -> begun.with(AuditField.RECIPIENTS, Lists.transform(some, Addressee::toString)))
                .collect(Collectors.toUnmodifiableList()));
    }

    /** @param uniqueId of the message, if it is known */
    public void delivered(IncomingMail mail, Addressee addressee, Optional<String> uniqueId) {
        trail.note(ended(mail, addressee, "delivered").with(AuditField.UNIQUE_ID, uniqueId));
    }

    /** The mail had been delivered before. */
    public void repeated(IncomingMail mail, Addressee addressee) {
        trail.note(ended(mail, addressee, "repeated"));
    }

    /** @param numbers the number of the held mail in each maildrop */
    public void held(IncomingMail mail, List<Addressee> addressees, Map<Username, Long> numbers) {
        trail.note(addressees.stream()
                .map(addressee ->
                        ended(mail, addressee, "held").with(AuditField.HELD, numbers.get(addressee.maildrop())))
                .collect(Collectors.toUnmodifiableList()));
    }

    /** No store has taken the mail, or it is unknown whether one has. */
    public void failed(IncomingMail mail) {
        trail.note(ended(mail, mail.content().octets(), "failed"));
    }

    private static AuditRecord ended(IncomingMail mail, Addressee addressee, String outcome) {
        return ended(mail, addressee.trace().length + mail.content().octets(), outcome)
                .with(AuditField.MAILDROP, addressee.maildrop().asString());
    }

    private static AuditRecord ended(IncomingMail mail, long size, String outcome) {
        return AuditRecord.of(AuditEvent.ARRIVAL_ENDED)
                .with(AuditField.MAIL, mail.name())
                .with(AuditField.OUTCOME, outcome)
                .with(AuditField.SIZE, size)
                .with(AuditField.SHA256, mail.arrival().digests().message())
                .with(AuditField.MESSAGE_ID, mail.arrival().digests().messageId());
    }

    /** Wraps the content of a held mail, without its trace lines, to observe it on its way into the maildrop. */
    public DigestedContent observe(HeldMail mail, MailContent content) {
        return isHashing() ? DigestedContent.of(mail.trace(), content) : DigestedContent.unhashed(content);
    }

    /** @param content what {@link #observe} has returned */
    public void broughtIn(HeldMail mail, DigestedContent content, AppendOutcome outcome) {
        if (outcome.kind() == AppendOutcome.Kind.NOT_HELD) {
            return;
        }
        boolean appended = outcome.kind() == AppendOutcome.Kind.APPENDED;
        trail.note(AuditRecord.of(AuditEvent.BROUGHT_IN)
                .with(AuditField.MAIL, mail.name())
                .with(AuditField.MAILDROP, mail.maildrop().asString())
                .with(AuditField.HELD, mail.sequence())
                .with(AuditField.OUTCOME, appended ? "delivered" : "repeated")
                .with(AuditField.UNIQUE_ID, outcome.uniqueId())
                .with(AuditField.SIZE, mail.trace().length + mail.octets())
                .with(AuditField.SHA256, appended ? content.sha256() : Optional.empty()));
    }
}
