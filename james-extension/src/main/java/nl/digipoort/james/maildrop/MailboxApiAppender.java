// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import com.google.common.base.Throwables;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.inject.Inject;
import javax.inject.Named;
import nl.digipoort.james.clock.ClockWatch;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.journal.Delivery;
import nl.digipoort.james.journal.DeliveryAttempt;
import nl.digipoort.james.journal.DeliveryJournal;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.mail.Addressee;
import nl.digipoort.james.mail.AppendOutcome;
import nl.digipoort.james.mail.DeliveryObserver;
import nl.digipoort.james.mail.DeliveryStep;
import nl.digipoort.james.mail.HeldMail;
import nl.digipoort.james.mail.HeldMailStore;
import nl.digipoort.james.mail.IncomingMail;
import nl.digipoort.james.mail.LeaseLostException;
import nl.digipoort.james.mail.MailContent;
import nl.digipoort.james.mail.MaildropAppender;
import nl.digipoort.james.mail.TracedContent;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.MessageManager.AppendResult;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Content;
import org.apache.james.mailbox.model.MailboxPath;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Appends through James's mailbox API, which works on every store. The append and its record are not one transaction here. So an append of
 * a mail that may come again is recorded in the journal first (ADR 17). The stored message is read back before the held copy is removed.
 * Thread-safe.
 */
public final class MailboxApiAppender implements MaildropAppender {
    /** Needed because James never answers if one of its threads runs out of memory. */
    private static final Duration LONGEST_APPEND = Duration.ofMinutes(5);

    private static final Logger LOGGER = LoggerFactory.getLogger(MailboxApiAppender.class);

    private final MailboxManager manager;
    private final DeliveryJournal journal;
    private final Settlement settlement;
    private final DeliveredSizes sizes;
    private final StoredAppends stored;
    private final HeldMailStore held;
    private final Set<DeliveryObserver> observers;
    private final ClockWatch clock;

    @Inject
    public MailboxApiAppender(
            @Named("mailboxmanager") MailboxManager manager,
            DeliveryJournal journal,
            Settlement settlement,
            DeliveredSizes sizes,
            MessageReader reader,
            HeldMailStore held,
            Set<DeliveryObserver> observers,
            ClockWatch clock) {
        this.manager = manager;
        this.journal = journal;
        this.settlement = settlement;
        this.sizes = sizes;
        this.stored = new StoredAppends(reader);
        this.held = held;
        this.observers = observers;
        this.clock = clock;
    }

    @Override
    public AppendOutcome append(OwnedLease lease, IncomingMail mail, Addressee addressee) throws IOException {
        Delivery delivery = mail.deliveryTo(addressee.maildrop());
        if (held.isWaiting(addressee.maildrop())) {
            return AppendOutcome.OLDER_WAITS;
        }
        MailContent content = TracedContent.of(addressee.trace(), mail.content());
        Instant cameAt = mail.cameAt().orElseGet(clock::latest);
        return inMailbox(
                lease,
                mailbox -> mail.mayComeAgain()
                        ? appendOnce(lease, delivery, mailbox, content)
                        : append(lease, mailbox, firstUid(addressee, mailbox), content, cameAt));
    }

    /** Without trace lines, as a moved message is, two messages may be equal: then the octets alone do not tell which it is. */
    private static OptionalLong firstUid(Addressee addressee, Mailbox mailbox) throws MailboxException {
        return addressee.trace().length > 0
                ? OptionalLong.empty()
                : OptionalLong.of(StoredAppends.nextUid(mailbox.manager, mailbox.session));
    }

    @Override
    public AppendOutcome bringIn(OwnedLease lease, HeldMail mail, MailContent content) throws IOException {
        MailContent message = TracedContent.of(mail.trace(), content);
        AppendOutcome outcome = inMailbox(lease, mailbox -> appendOnce(lease, mail.delivery(), mailbox, message));
        if (outcome.kind() == AppendOutcome.Kind.REPEATED) {
            LOGGER.info("Held mail {} had been delivered before", mail);
        }
        held.remove(mail);
        return outcome;
    }

    private AppendOutcome appendOnce(OwnedLease lease, Delivery delivery, Mailbox mailbox, MailContent content)
            throws IOException, MailboxException {
        if (journal.isMade(delivery)) {
            return AppendOutcome.REPEATED;
        }
        DeliveryAttempt attempt = DeliveryAttempt.of(
                delivery.key(),
                delivery.maildrop(),
                mailbox.manager.getId().serialize(),
                StoredAppends.nextUid(mailbox.manager, mailbox.session),
                lease.lease().fence());
        if (!journal.begin(attempt)) {
            throw new LeaseLostException(lease);
        }
        observe(DeliveryStep.BEGUN, delivery);
        AppendOutcome outcome;
        try {
            outcome = append(lease, mailbox, OptionalLong.of(attempt.firstUid()), content, clock.latest());
        } catch (NotAppendedException e) {
            journal.notMade(attempt);
            throw e;
        } catch (MailboxException e) {
            // the answer may be lost although the message is stored: the mailbox decides
            settlement.settle(lease.lease(), manager, mailbox.session);
            if (journal.isMade(delivery)) {
                return AppendOutcome.appendedUnnumbered();
            }
            throw e;
        }
        observe(DeliveryStep.APPENDED, delivery);
        journal.made(attempt);
        observe(DeliveryStep.NOTED, delivery);
        return outcome;
    }

    /** @param firstUid the lowest uid that the message can have, if it is known */
    private AppendOutcome append(
            OwnedLease lease, Mailbox mailbox, OptionalLong firstUid, MailContent content, Instant cameAt)
            throws IOException, MailboxException {
        // as late as possible: the mailbox itself does not check the lock
        if (!lease.hasTimeForAStep()) {
            throw new LeaseLostException(lease);
        }
        AppendCommand command = AppendCommand.builder()
                .withInternalDate(Date.from(cameAt))
                .recent()
                .delivery()
                .build(new JamesContent(content));
        try {
            MessageUid uid = await(mailbox.manager.appendMessageReactive(command, mailbox.session))
                    .getId()
                    .getUid();
            if (stored.isStored(manager, mailbox.manager.getId(), uid, content, mailbox.session)) {
                return appended(mailbox, uid, content);
            }
            mailbox.manager.delete(List.of(uid), mailbox.session);
            throw new NotAppendedException(
                    "what James has stored is not what was appended; it is taken out again", null);
        } catch (MailboxException | StoreUnavailableException e) {
            MessageUid uid = find(mailbox, firstUid, content, e);
            LOGGER.warn("An append got no answer, but the message is in the mailbox: {}", lease, e);
            return appended(mailbox, uid, content);
        }
    }

    /**
     * @throws NotAppendedException if James says that the append failed, and the message is not in the mailbox
     * @throws MailboxException the failure of the append, if the mailbox does not say
     * @throws StoreUnavailableException the same
     */
    private MessageUid find(Mailbox mailbox, OptionalLong firstUid, MailContent content, Exception failure)
            throws IOException, MailboxException {
        Optional<MessageUid> found;
        try {
            found = stored.find(manager, mailbox.manager, firstUid, content, mailbox.session);
        } catch (MailboxException | RuntimeException e) {
            failure.addSuppressed(e);
            Throwables.throwIfInstanceOf(failure, MailboxException.class);
            throw (StoreUnavailableException) failure;
        }
        if (found.isPresent()) {
            return found.get();
        }
        // without any answer in time the append may go on
        Throwables.throwIfInstanceOf(failure, StoreUnavailableException.class);
        throw new NotAppendedException("the append failed, and the message is not in the mailbox", failure);
    }

    private AppendOutcome appended(Mailbox mailbox, MessageUid uid, MailContent content) throws MailboxException {
        sizes.note(mailbox.manager.getId(), uid.asLong(), content.octets(), content);
        return AppendOutcome.appended(Snapshot.uniqueId(
                mailbox.manager.getMailboxEntity().getUidValidity().asLong(), uid.asLong()));
    }

    /** Waits without another thread, because James may have no free thread. */
    private static AppendResult await(Publisher<AppendResult> append) throws MailboxException {
        CompletableFuture<AppendResult> answer = Mono.from(append).toFuture();
        try {
            return answer.get(LONGEST_APPEND.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MailboxException) {
                throw (MailboxException) e.getCause();
            }
            throw new MailboxException("the append failed", asException(e.getCause()));
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new StoreUnavailableException("James did not answer to an append in time", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("an append was interrupted", e);
        }
    }

    private static Exception asException(Throwable cause) {
        if (cause instanceof Error) {
            throw (Error) cause;
        }
        return (Exception) cause;
    }

    private <T> T inMailbox(OwnedLease lease, MailboxWork<T> work) throws IOException {
        try {
            return MailboxRequest.run(lease.lease().maildrop(), manager, session -> {
                settlement.settle(lease.lease(), manager, session);
                return work.run(
                        new Mailbox(MaildropMailbox.open(manager, MailboxPath.inbox(session), session), session));
            });
        } catch (MailboxException e) {
            throw new StoreUnavailableException("the mailbox of " + lease + " cannot be written", e);
        }
    }

    private void observe(DeliveryStep step, Delivery delivery) {
        observers.forEach(observer -> observer.reached(step, delivery));
    }

    private interface MailboxWork<T> {
        T run(Mailbox mailbox) throws IOException, MailboxException;
    }

    private static final class Mailbox {
        private final MessageManager manager;
        private final MailboxSession session;

        private Mailbox(MessageManager manager, MailboxSession session) {
            this.manager = manager;
            this.session = session;
        }
    }

    /** The message is not in the mailbox. */
    private static final class NotAppendedException extends MailboxException {
        NotAppendedException(String message, Exception cause) {
            super(message, cause);
        }
    }

    private static final class JamesContent implements Content {
        private final MailContent content;

        private JamesContent(MailContent content) {
            this.content = content;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return content.open();
        }

        @Override
        public long size() {
            return content.octets();
        }
    }
}
