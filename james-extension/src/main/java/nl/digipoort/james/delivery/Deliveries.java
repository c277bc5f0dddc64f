// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.delivery;

import com.google.common.base.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.audit.ArrivalAudit;
import nl.digipoort.james.journal.Delivery;
import nl.digipoort.james.limits.Capacity;
import nl.digipoort.james.lock.Leases;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.mail.Addressee;
import nl.digipoort.james.mail.AppendOutcome;
import nl.digipoort.james.mail.DeliveryObserver;
import nl.digipoort.james.mail.DeliveryStep;
import nl.digipoort.james.mail.DigestedContent;
import nl.digipoort.james.mail.HeldMail;
import nl.digipoort.james.mail.HeldMailStore;
import nl.digipoort.james.mail.IncomingMail;
import nl.digipoort.james.mail.LeaseLostException;
import nl.digipoort.james.mail.MaildropAppender;
import org.apache.james.core.Username;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts mail into maildrops, under the maildrop's lock for the time of the append. Holds the mail while a session has the maildrop, while
 * the maildrop is full, and while older mail is held for it. Mail for several maildrops is held for all of them first, so that it is stored
 * for all or for none. Thread-safe; blocks.
 */
@Singleton
final class Deliveries {
    /** Much shorter than the time that a login waits. */
    private static final Duration LONGEST_CLAIM = Duration.ofSeconds(2);

    private static final int MAILS_AT_ONCE = 100;
    private static final Logger LOGGER = LoggerFactory.getLogger(Deliveries.class);

    private final Leases leases;
    private final HeldMailStore held;
    private final MaildropAppender appender;
    private final Capacity capacity;
    private final DeliveryMetrics metrics;
    private final ArrivalAudit audit;
    private final Set<DeliveryObserver> observers;
    private final Ticker ticker;

    @Inject
    Deliveries(
            Leases leases,
            HeldMailStore held,
            MaildropAppender appender,
            Capacity capacity,
            DeliveryMetrics metrics,
            ArrivalAudit audit,
            Set<DeliveryObserver> observers) {
        this(leases, held, appender, capacity, metrics, audit, observers, Ticker.systemTicker());
    }

    Deliveries(
            Leases leases,
            HeldMailStore held,
            MaildropAppender appender,
            Capacity capacity,
            DeliveryMetrics metrics,
            ArrivalAudit audit,
            Set<DeliveryObserver> observers,
            Ticker ticker) {
        this.leases = leases;
        this.held = held;
        this.appender = appender;
        this.capacity = capacity;
        this.metrics = metrics;
        this.audit = audit;
        this.observers = observers;
        this.ticker = ticker;
    }

    /** The result of a delivery. */
    enum Outcome {
        /** The message is in the maildrop, now or from an earlier delivery. */
        DELIVERED,
        /** The mail is held. */
        HELD
    }

    /** The progress of bringing held mail in. Newer mail must wait as long as older mail is held. */
    enum Progress {
        ALL_IN,
        /** The time is over: somebody else should get the maildrop for a moment. */
        TIME_UP,
        NO_ROOM,
        FAILED
    }

    /** Why a mail is not delivered directly. */
    private enum Reason {
        IN_USE("its maildrop is in use"),
        OLDER_WAITS("older mail waits"),
        FULL("its maildrop is full"),
        SEVERAL("it is for several maildrops");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }

    /**
     * Delivers a mail to one maildrop.
     *
     * @throws IOException if the content cannot be read
     * @throws nl.digipoort.james.failure.StoreUnavailableException if the mail is neither delivered nor held; the caller may try again
     */
    Outcome deliver(IncomingMail mail, Addressee addressee) throws IOException {
        Delivery delivery = mail.deliveryTo(addressee.maildrop());
        observe(DeliveryStep.TAKEN, delivery);
        Optional<OwnedLease> lease = leases.forDelivery(addressee.maildrop(), mail.name());
        if (lease.isEmpty()) {
            return hold(mail, List.of(addressee), Reason.IN_USE);
        }
        Optional<Reason> obstacle;
        try {
            observe(DeliveryStep.LOCKED, delivery);
            obstacle = append(lease.get(), mail, addressee);
        } finally {
            lease.get().release();
        }
        if (obstacle.isPresent()) {
            return hold(mail, List.of(addressee), obstacle.get());
        }
        observe(DeliveryStep.UNLOCKED, delivery);
        return Outcome.DELIVERED;
    }

    /** Returns why the mail was not delivered; empty if it was. */
    private Optional<Reason> append(OwnedLease lease, IncomingMail mail, Addressee addressee) throws IOException {
        if (capacity.isFull(addressee.maildrop(), octets(mail, addressee))) {
            return Optional.of(Reason.FULL);
        }
        try {
            AppendOutcome outcome = appender.append(lease, mail, addressee);
            switch (outcome.kind()) {
                case OLDER_WAITS:
                    return Optional.of(Reason.OLDER_WAITS);
                case REPEATED:
                    metrics.repeated();
                    audit.repeated(mail, addressee);
                    LOGGER.info("Mail {} for {} had been delivered before", mail, addressee);
                    return Optional.empty();
                default:
                    metrics.delivered();
                    audit.delivered(mail, addressee, outcome.uniqueId());
                    LOGGER.info("Mail {} is delivered to {}", mail, addressee);
                    observe(DeliveryStep.DELIVERED, mail.deliveryTo(addressee.maildrop()));
                    return Optional.empty();
            }
        } catch (LeaseLostException e) {
            LOGGER.warn("Mail {} for {} lost its lock before it was delivered", mail, addressee, e);
            return Optional.of(Reason.IN_USE);
        }
    }

    private static long octets(IncomingMail mail, Addressee addressee) {
        return addressee.trace().length + mail.content().octets();
    }

    /**
     * Holds a mail for several maildrops. The sweep then brings it in at once wherever it can.
     *
     * @throws IOException if the content cannot be read
     * @throws nl.digipoort.james.failure.StoreUnavailableException if the mail is held for none of them
     */
    void deliverToAll(IncomingMail mail, List<Addressee> addressees) throws IOException {
        hold(mail, addressees, Reason.SEVERAL);
    }

    private Outcome hold(IncomingMail mail, List<Addressee> addressees, Reason reason) throws IOException {
        audit.held(mail, addressees, held.hold(mail, addressees));
        for (Addressee addressee : addressees) {
            if (reason != Reason.SEVERAL) {
                metrics.held();
            }
            LOGGER.info("Mail {} for {} is held: {}", mail, addressee, reason.text);
            observe(DeliveryStep.HELD, mail.deliveryTo(addressee.maildrop()));
        }
        return Outcome.HELD;
    }

    /** Brings the held mail of a maildrop in, in order, under its lock. Stops after a short time, because sessions wait for the lock. */
    Progress bringIn(OwnedLease lease) throws IOException {
        Username maildrop = lease.lease().maildrop();
        long end = ticker.read() + LONGEST_CLAIM.toNanos();
        List<HeldMail> next = held.next(maildrop, MAILS_AT_ONCE);
        while (!next.isEmpty()) {
            for (HeldMail mail : next) {
                if (ticker.read() - end > 0) {
                    return Progress.TIME_UP;
                }
                if (!lease.hasTimeForAStep()) {
                    return Progress.FAILED;
                }
                if (capacity.isFull(maildrop, mail.trace().length + mail.octets())) {
                    return Progress.NO_ROOM;
                }
                bringIn(lease, mail);
            }
            next = held.next(maildrop, MAILS_AT_ONCE);
        }
        return Progress.ALL_IN;
    }

    private void bringIn(OwnedLease lease, HeldMail mail) throws IOException {
        observe(DeliveryStep.TAKEN, mail.delivery());
        DigestedContent content = audit.observe(mail, held.content(mail));
        AppendOutcome outcome = appender.bringIn(lease, mail, content);
        if (outcome.kind() == AppendOutcome.Kind.NOT_HELD) {
            LOGGER.info("Held mail {} is not held any more", mail);
            return;
        }
        audit.broughtIn(mail, content, outcome);
        metrics.delivered();
        LOGGER.info("Held mail {} is delivered", mail);
        observe(DeliveryStep.BROUGHT_IN, mail.delivery());
    }

    private void observe(DeliveryStep step, Delivery delivery) {
        observers.forEach(observer -> observer.reached(step, delivery));
    }
}
