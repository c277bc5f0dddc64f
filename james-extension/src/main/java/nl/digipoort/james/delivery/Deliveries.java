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
import nl.digipoort.james.journal.Delivery;
import nl.digipoort.james.limits.Capacity;
import nl.digipoort.james.lock.Leases;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.mail.Addressee;
import nl.digipoort.james.mail.DeliveryObserver;
import nl.digipoort.james.mail.DeliveryStep;
import nl.digipoort.james.mail.HeldMail;
import nl.digipoort.james.mail.HeldMailStore;
import nl.digipoort.james.mail.IncomingMail;
import nl.digipoort.james.mail.LeaseLostException;
import nl.digipoort.james.mail.MaildropAppender;
import org.apache.james.core.Username;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts mail into maildrops, each for the moment of its append under the maildrop's lock, or holds it: while a session has the maildrop,
 * while it is full, and behind what is held already. Mail for several maildrops is held for all of them first, so that it is there for all
 * or for none. Thread-safe; blocks.
 */
@Singleton
final class Deliveries {
    /** Well below what a login waits for. */
    private static final Duration LONGEST_CLAIM = Duration.ofSeconds(2);

    private static final int MAILS_AT_ONCE = 100;
    private static final Logger LOGGER = LoggerFactory.getLogger(Deliveries.class);

    private final Leases leases;
    private final HeldMailStore held;
    private final MaildropAppender appender;
    private final Capacity capacity;
    private final DeliveryMetrics metrics;
    private final Set<DeliveryObserver> observers;
    private final Ticker ticker;

    @Inject
    Deliveries(
            Leases leases,
            HeldMailStore held,
            MaildropAppender appender,
            Capacity capacity,
            DeliveryMetrics metrics,
            Set<DeliveryObserver> observers) {
        this(leases, held, appender, capacity, metrics, observers, Ticker.systemTicker());
    }

    Deliveries(
            Leases leases,
            HeldMailStore held,
            MaildropAppender appender,
            Capacity capacity,
            DeliveryMetrics metrics,
            Set<DeliveryObserver> observers,
            Ticker ticker) {
        this.leases = leases;
        this.held = held;
        this.appender = appender;
        this.capacity = capacity;
        this.metrics = metrics;
        this.observers = observers;
        this.ticker = ticker;
    }

    /** What became of a delivery. */
    enum Outcome {
        /** The message is in the maildrop, by now or since an earlier time. */
        DELIVERED,
        /** It waits among the held mail. */
        HELD
    }

    /** How far the bringing in of held mail has come; behind what is still held, everything newer has to wait. */
    enum Progress {
        ALL_IN,
        /** Somebody else should have the maildrop for a moment. */
        TIME_UP,
        NO_ROOM,
        FAILED
    }

    /** Why a mail does not go straight in. */
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
     * @throws nl.digipoort.james.failure.StoreUnavailableException if it is neither delivered nor held; it may be tried again
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

    /** Empty if it is delivered. */
    private Optional<Reason> append(OwnedLease lease, IncomingMail mail, Addressee addressee) throws IOException {
        if (capacity.isFull(addressee.maildrop(), octets(mail, addressee))) {
            return Optional.of(Reason.FULL);
        }
        try {
            switch (appender.append(lease, mail, addressee)) {
                case OLDER_WAITS:
                    return Optional.of(Reason.OLDER_WAITS);
                case REPEATED:
                    metrics.repeated();
                    LOGGER.info("Mail {} for {} had been delivered before", mail, addressee);
                    return Optional.empty();
                default:
                    metrics.delivered();
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
     * Holds a mail for several maildrops, from which it is brought in at once where nothing is in the way.
     *
     * @throws IOException if the content cannot be read
     * @throws nl.digipoort.james.failure.StoreUnavailableException if it is held for none of them
     */
    void deliverToAll(IncomingMail mail, List<Addressee> addressees) throws IOException {
        hold(mail, addressees, Reason.SEVERAL);
    }

    private Outcome hold(IncomingMail mail, List<Addressee> addressees, Reason reason) throws IOException {
        held.hold(mail, addressees);
        for (Addressee addressee : addressees) {
            if (reason != Reason.SEVERAL) {
                metrics.held();
            }
            LOGGER.info("Mail {} for {} is held: {}", mail, addressee, reason.text);
            observe(DeliveryStep.HELD, mail.deliveryTo(addressee.maildrop()));
        }
        return Outcome.HELD;
    }

    /** Brings a maildrop's held mail in, in order, under its lock; for a while only, since sessions wait meanwhile. */
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
        appender.bringIn(lease, mail);
        metrics.delivered();
        LOGGER.info("Held mail {} is delivered", mail);
        observe(DeliveryStep.BROUGHT_IN, mail.delivery());
    }

    private void observe(DeliveryStep step, Delivery delivery) {
        observers.forEach(observer -> observer.reached(step, delivery));
    }
}
