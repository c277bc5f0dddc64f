package nl.digipoort.james.delivery;

import com.google.common.base.Throwables;
import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import javax.mail.MessagingException;
import nl.digipoort.james.journal.Delivery;
import nl.digipoort.james.journal.DeliveryJournal;
import nl.digipoort.james.limits.Capacity;
import nl.digipoort.james.lock.HeldLease;
import nl.digipoort.james.lock.Leases;
import nl.digipoort.james.maildrop.DeliveredSizes;
import nl.digipoort.james.maildrop.Settlement;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.apache.james.transport.mailets.delivery.SimpleMailStore;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Exceptions;

/**
 * Puts mail into maildrops, each for the moment of its append under the maildrop's lock. Mail that meets a session is held; what
 * is held is brought in before anything newer. A mail that comes again, because a server died before the queue let go of it,
 * is recognised. Thread-safe; blocks.
 */
@Singleton
final class Deliveries {
    /** Where maildrops are: what POP3 shows. */
    private static final String FOLDER = "INBOX";

    /** Well below what a login waits for. */
    private static final Duration LONGEST_CLAIM = Duration.ofSeconds(2);

    /** James gives no answer at all when memory runs out in one of its threads. */
    private static final Duration LONGEST_APPEND = Duration.ofMinutes(5);

    private static final Logger LOGGER = LoggerFactory.getLogger(Deliveries.class);

    private static final String IN_USE = "its maildrop is in use";
    private static final String OLDER_WAITS = "older mail waits";
    private static final String FULL = "its maildrop is full";

    private final MailboxManager manager;
    private final UsersRepository users;
    private final Leases leases;
    private final DeliveryJournal journal;
    private final Settlement settlement;
    private final DeliveredSizes sizes;
    private final HeldMail held;
    private final Capacity capacity;
    private final DeliveryMetrics metrics;
    private final Set<DeliveryObserver> observers;
    private final Ticker ticker;

    @Inject
    Deliveries(
            @Named("mailboxmanager") MailboxManager manager,
            UsersRepository users,
            Leases leases,
            DeliveryJournal journal,
            Settlement settlement,
            DeliveredSizes sizes,
            HeldMail held,
            Capacity capacity,
            DeliveryMetrics metrics,
            Set<DeliveryObserver> observers) {
        this(
                manager,
                users,
                leases,
                journal,
                settlement,
                sizes,
                held,
                capacity,
                metrics,
                observers,
                Ticker.systemTicker());
    }

    Deliveries(
            MailboxManager manager,
            UsersRepository users,
            Leases leases,
            DeliveryJournal journal,
            Settlement settlement,
            DeliveredSizes sizes,
            HeldMail held,
            Capacity capacity,
            DeliveryMetrics metrics,
            Set<DeliveryObserver> observers,
            Ticker ticker) {
        this.manager = manager;
        this.users = users;
        this.leases = leases;
        this.journal = journal;
        this.settlement = settlement;
        this.sizes = sizes;
        this.held = held;
        this.capacity = capacity;
        this.metrics = metrics;
        this.observers = observers;
        this.ticker = ticker;
    }

    /** What became of a delivery. */
    enum Outcome {
        /** The message is in the maildrop, by now or since an earlier time. */
        DELIVERED,
        /** It waits in the repository of held mail. */
        HELD
    }

    /** How far the bringing in of held mail has come; behind what is still held, everything newer has to wait. */
    enum Progress {
        ALL_IN,
        /** Somebody else should have the maildrop for a moment. */
        TIME_UP,
        FAILED
    }

    /**
     * Delivers a mail to one of its recipients.
     *
     * @throws MessagingException if it is neither delivered nor held; it may be tried again
     * @throws nl.digipoort.james.lock.StoreUnavailableException likewise
     */
    Outcome deliver(MailAddress recipient, Mail mail) throws MessagingException {
        Delivery delivery = Delivery.of(AcceptedName.of(mail), maildrop(recipient));
        HeldKey key = HeldKey.of(delivery, mail.getLastUpdated().toInstant());
        observe(DeliveryStep.TAKEN, delivery);
        Optional<HeldLease> lease = leases.forDelivery(delivery.maildrop(), delivery.mail());
        if (lease.isEmpty()) {
            return hold(key, delivery, recipient, mail, IN_USE);
        }
        try {
            observe(DeliveryStep.LOCKED, delivery);
            if (bringIn(lease.get(), olderThan(key, delivery.maildrop())) != Progress.ALL_IN) {
                return hold(key, delivery, recipient, mail, OLDER_WAITS);
            }
            appendOnce(lease.get(), delivery, recipient, mail);
        } catch (RuntimeException e) {
            if (!isOverQuota(e)) {
                throw e;
            }
            return hold(key, delivery, recipient, mail, FULL);
        } finally {
            lease.get().release();
        }
        observe(DeliveryStep.UNLOCKED, delivery);
        return Outcome.DELIVERED;
    }

    Username maildrop(MailAddress recipient) throws MessagingException {
        try {
            return users.getUsername(recipient);
        } catch (UsersRepositoryException e) {
            throw new MessagingException("the maildrop of " + recipient.asString() + " cannot be found out", e);
        }
    }

    private List<HeldKey> olderThan(HeldKey key, Username maildrop) {
        List<HeldKey> keys = held.keys(maildrop);
        return keys.stream().filter(other -> other.compareTo(key) < 0).collect(Collectors.toUnmodifiableList());
    }

    /** The quota is looked at before anything is appended. */
    private static boolean isOverQuota(Exception failure) {
        return Throwables.getCausalChain(failure).stream().anyMatch(OverQuotaException.class::isInstance);
    }

    /**
     * Those recipients that take no message of this size.
     *
     * @throws MessagingException if that cannot be found out
     * @throws nl.digipoort.james.lock.StoreUnavailableException likewise
     */
    List<MailAddress> tooLargeFor(Mail mail) throws MessagingException {
        long octets = mail.getMessageSize();
        List<MailAddress> tooLarge = new ArrayList<>();
        for (MailAddress recipient : mail.getRecipients()) {
            if (capacity.isTooLargeAsItCame(maildrop(recipient), octets)) {
                tooLarge.add(recipient);
            }
        }
        return tooLarge;
    }

    private Outcome hold(HeldKey key, Delivery delivery, MailAddress recipient, Mail mail, String reason) {
        if (journal.isMade(delivery)) {
            repeated(delivery);
            return Outcome.DELIVERED;
        }
        held.store(key, recipient, mail);
        metrics.held();
        LOGGER.info("Mail {} is held: {}", key, reason);
        observe(DeliveryStep.HELD, delivery);
        return Outcome.HELD;
    }

    /** Brings held mail in, in the order given, under the maildrop's lock; for a while only, since sessions wait meanwhile. */
    Progress bringIn(HeldLease lease, List<HeldKey> keys) {
        long end = ticker.read() + LONGEST_CLAIM.toNanos();
        for (HeldKey key : keys) {
            if (ticker.read() - end > 0) {
                return Progress.TIME_UP;
            }
            if (!lease.hasTimeForAStep() || !bringIn(lease, key)) {
                return Progress.FAILED;
            }
        }
        return Progress.ALL_IN;
    }

    private boolean bringIn(HeldLease lease, HeldKey key) {
        Optional<Mail> mail = held.find(key);
        if (mail.isEmpty()) {
            return true;
        }
        try {
            Delivery delivery =
                    Delivery.of(AcceptedName.of(mail.get()), lease.lease().maildrop());
            observe(DeliveryStep.TAKEN, delivery);
            appendOnce(lease, delivery, mail.get().getRecipients().iterator().next(), mail.get());
            held.remove(key);
            LOGGER.info("Held mail {} is delivered", key);
            observe(DeliveryStep.BROUGHT_IN, delivery);
            return true;
        } catch (MessagingException | RuntimeException e) {
            if (isOverQuota(e)) {
                // told when it was held, and by the alarm
                LOGGER.debug("Held mail {} waits for room, and what came behind it", key, e);
            } else {
                LOGGER.error("Held mail {} cannot be delivered now, and what came behind it waits", key, e);
            }
            return false;
        } finally {
            LifecycleUtil.dispose(mail.get());
        }
    }

    /** Appends the message unless that has been done before. */
    private void appendOnce(HeldLease lease, Delivery delivery, MailAddress recipient, Mail mail)
            throws MessagingException {
        settle(lease);
        if (journal.isMade(delivery)) {
            repeated(delivery);
            return;
        }
        try {
            store(lease, delivery)
                    .storeMail(recipient, mail)
                    .timeout(LONGEST_APPEND)
                    .block();
        } catch (RuntimeException e) {
            Throwable cause = Exceptions.unwrap(e);
            if (cause instanceof Error) {
                throw (Error) cause;
            }
            if (cause instanceof TimeoutException) {
                // it may still be on its way: whoever comes next finds out
                throw e;
            }
            // the answer may be lost and the message there: the mailbox tells
            settle(lease);
            if (!journal.isMade(delivery)) {
                throw e;
            }
        }
    }

    private SimpleMailStore store(HeldLease lease, Delivery delivery) {
        return SimpleMailStore.builder()
                .mailboxAppender(
                        new MaildropAppender(manager, journal, sizes, lease, delivery, step -> observe(step, delivery)))
                .usersRepository(users)
                .folder(FOLDER)
                .metric(metrics.delivered())
                .build();
    }

    private void settle(HeldLease lease) throws MessagingException {
        MailboxSession session = manager.createSystemSession(lease.lease().maildrop());
        manager.startProcessingRequest(session);
        try {
            settlement.settle(lease.lease(), manager, session);
        } catch (MailboxException e) {
            throw new MessagingException("an earlier delivery to " + lease + " cannot be settled", e);
        } finally {
            manager.endProcessingRequest(session);
        }
    }

    private void repeated(Delivery delivery) {
        metrics.repeated();
        LOGGER.info("Mail {} had been delivered before; it is not delivered again", delivery);
    }

    private void observe(DeliveryStep step, Delivery delivery) {
        observers.forEach(observer -> observer.reached(step, delivery));
    }
}
