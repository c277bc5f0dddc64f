package nl.digipoort.james.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Consumer;
import javax.mail.Flags;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import nl.digipoort.james.journal.Delivery;
import nl.digipoort.james.journal.DeliveryAttempt;
import nl.digipoort.james.journal.DeliveryJournal;
import nl.digipoort.james.lock.HeldLease;
import nl.digipoort.james.maildrop.DeliveredSizes;
import nl.digipoort.james.maildrop.MaildropMailbox;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendResult;
import org.apache.james.mailbox.MessageManager.MailboxMetaData;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.james.transport.mailets.delivery.MailboxAppenderImpl;
import reactor.core.publisher.Mono;

/** James's appender for one delivery, which writes its attempt into the journal before, and what became of it behind. */
final class MaildropAppender extends MailboxAppenderImpl {
    private final MailboxManager manager;
    private final DeliveryJournal journal;
    private final DeliveredSizes sizes;
    private final HeldLease lease;
    private final Delivery delivery;
    private final Consumer<DeliveryStep> steps;

    MaildropAppender(
            MailboxManager manager,
            DeliveryJournal journal,
            DeliveredSizes sizes,
            HeldLease lease,
            Delivery delivery,
            Consumer<DeliveryStep> steps) {
        super(manager);
        this.manager = manager;
        this.journal = journal;
        this.sizes = sizes;
        this.lease = lease;
        this.delivery = delivery;
        this.steps = steps;
    }

    @Override
    protected Mono<AppendResult> appendMessageToMailbox(
            MimeMessage message, MailboxSession session, MailboxPath path, Optional<Flags> flags) {
        return Mono.fromCallable(() -> begin(path, session))
                .flatMap(attempt -> super.appendMessageToMailbox(message, session, path, flags)
                        .doOnNext(result -> {
                            made(attempt);
                            note(result, message);
                        }));
    }

    private DeliveryAttempt begin(MailboxPath path, MailboxSession session) throws MailboxException {
        MessageManager mailbox = MaildropMailbox.open(manager, path, session);
        DeliveryAttempt attempt = DeliveryAttempt.of(
                delivery.key(),
                delivery.maildrop(),
                mailbox.getId().serialize(),
                nextUid(mailbox, session),
                lease.lease().fence());
        if (!journal.begin(attempt)) {
            throw new LeaseLostException(lease);
        }
        steps.accept(DeliveryStep.BEGUN);
        // as late as can be: the mailbox itself does not know the lock
        if (!lease.hasTimeForAStep()) {
            throw new LeaseLostException(lease);
        }
        return attempt;
    }

    private static long nextUid(MessageManager mailbox, MailboxSession session) throws MailboxException {
        return mailbox.getMetaData(MailboxMetaData.RecentMode.IGNORE, session, EnumSet.of(MailboxMetaData.Item.NextUid))
                .getUidNext()
                .asLong();
    }

    private void made(DeliveryAttempt attempt) {
        steps.accept(DeliveryStep.APPENDED);
        journal.made(attempt);
        steps.accept(DeliveryStep.NOTED);
    }

    private void note(AppendResult result, MimeMessage message) {
        sizes.note(
                result.getId().getMailboxId(),
                result.getId().getUid().asLong(),
                result.getSize(),
                () -> content(message));
    }

    /** In the same way as James takes it. */
    private static InputStream content(MimeMessage message) throws IOException {
        try {
            return new MimeMessageInputStream(message);
        } catch (MessagingException e) {
            throw new IOException("the message cannot be read again", e);
        }
    }
}
