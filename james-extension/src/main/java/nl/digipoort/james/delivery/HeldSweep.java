package nl.digipoort.james.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.MessagingException;
import nl.digipoort.james.delivery.Deliveries.Progress;
import nl.digipoort.james.journal.DeliveryJournal;
import nl.digipoort.james.journal.DeliverySettings;
import nl.digipoort.james.journal.HeldDeliveries;
import nl.digipoort.james.journal.HeldDelivery;
import nl.digipoort.james.lock.HeldLease;
import nl.digipoort.james.lock.HolderKind;
import nl.digipoort.james.lock.Leases;
import nl.digipoort.james.lock.MaildropLocks;
import org.apache.james.core.Username;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings held mail in: right after a session of this node has freed its maildrop, and every few seconds whatever this or
 * another node has held. Thread-safe.
 */
@Singleton
public final class HeldSweep implements HeldDeliveries {
    private static final Logger LOGGER = LoggerFactory.getLogger(HeldSweep.class);
    private static final Duration FORGET_INTERVAL = Duration.ofHours(1);
    private static final int THREADS = 2;
    private static final String HOLDER = "held mail";

    private final Deliveries deliveries;
    private final HeldMail held;
    private final Leases leases;
    private final MaildropLocks locks;
    private final DeliveryJournal journal;
    private final DeliverySettings settings;
    private final DeliveryMetrics metrics;
    private final Clock clock;
    private final Set<Username> heldHere = ConcurrentHashMap.newKeySet();
    private final Set<HeldKey> alarmed = new HashSet<>();
    private final AtomicBoolean started = new AtomicBoolean();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS, HeldSweep::daemon);

    @Inject
    HeldSweep(
            Deliveries deliveries,
            HeldMail held,
            Leases leases,
            MaildropLocks locks,
            DeliveryJournal journal,
            DeliverySettings settings,
            DeliveryMetrics metrics) {
        this(deliveries, held, leases, locks, journal, settings, metrics, Clock.systemUTC());
    }

    HeldSweep(
            Deliveries deliveries,
            HeldMail held,
            Leases leases,
            MaildropLocks locks,
            DeliveryJournal journal,
            DeliverySettings settings,
            DeliveryMetrics metrics,
            Clock clock) {
        this.deliveries = deliveries;
        this.held = held;
        this.leases = leases;
        this.locks = locks;
        this.journal = journal;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "digipoort-held-mail");
        thread.setDaemon(true);
        return thread;
    }

    /** Begins, with what an earlier run of the server has left. */
    public void start() {
        if (started.compareAndSet(false, true)) {
            leases.whenFreed(this::freed);
            every(settings.sweepInterval(), this::sweep);
            every(FORGET_INTERVAL, journal::forgetOld);
        }
    }

    private void every(Duration interval, Runnable work) {
        // its result is not looked at: nothing is let out that would end it
        Future<?> unused =
                threads.scheduleWithFixedDelay(() -> safely(work), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void safely(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOGGER.warn("Held mail cannot be looked after now; it is tried again", e);
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                LOGGER.warn("The delivery of held mail does not end; it goes on at the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Mail for the maildrop was held on this node just now. */
    void soon(Username maildrop) {
        heldHere.add(maildrop);
        later(maildrop);
    }

    private void freed(Username maildrop) {
        if (heldHere.contains(maildrop)) {
            later(maildrop);
        }
    }

    private void later(Username maildrop) {
        try {
            threads.execute(() -> safely(() -> release(maildrop)));
        } catch (RejectedExecutionException e) {
            LOGGER.debug("Held mail for {} waits for the next start", maildrop.asString(), e);
        }
    }

    /** One look at all there is. */
    void sweep() {
        List<HeldKey> keys = held.keys();
        raiseAlarm(keys);
        Set<Username> maildrops = new LinkedHashSet<>();
        keys.forEach(key -> maildrop(key).ifPresent(maildrops::add));
        maildrops.forEach(maildrop -> safely(() -> release(maildrop)));
    }

    @Override
    public Release release(Username maildrop) {
        if (isInSession(maildrop)) {
            return Release.IN_USE;
        }
        // before the look: what is held from now on is told of anew
        heldHere.remove(maildrop);
        if (held.keys(maildrop).isEmpty()) {
            return Release.DONE;
        }
        Progress progress = Progress.TIME_UP;
        while (progress == Progress.TIME_UP) {
            Optional<HeldLease> lease = leases.forDelivery(maildrop, HOLDER);
            if (lease.isEmpty()) {
                heldHere.add(maildrop);
                return Release.IN_USE;
            }
            try {
                progress = deliveries.bringIn(lease.get(), held.keys(maildrop));
            } finally {
                lease.get().release();
            }
        }
        return progress == Progress.ALL_IN ? Release.DONE : Release.FAILED;
    }

    private boolean isInSession(Username maildrop) {
        return locks.look(maildrop)
                .filter(lock -> lock.holder().kind() == HolderKind.SESSION)
                .isPresent();
    }

    private synchronized void raiseAlarm(List<HeldKey> keys) {
        Instant now = clock.instant();
        alarmed.retainAll(keys);
        for (HeldKey key : keys) {
            if (age(key, now).compareTo(settings.alarmAfter()) >= 0 && alarmed.add(key)) {
                LOGGER.warn(
                        "Mail {} is held for {} s by now", key, age(key, now).toSeconds());
            }
        }
        metrics.waiting(
                keys.size(),
                keys.stream().findFirst().map(key -> age(key, now).toSeconds()).orElse(0L));
    }

    private static Duration age(HeldKey key, Instant now) {
        Duration age = Duration.between(key.acceptedAt(), now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    @Override
    public List<HeldDelivery> list() {
        List<HeldDelivery> list = new ArrayList<>();
        for (HeldKey key : held.keys()) {
            maildrop(key).ifPresent(maildrop -> list.add(key.view(maildrop)));
        }
        return list;
    }

    /** Empty if the mail that must be asked is gone, or says no maildrop. */
    private Optional<Username> maildrop(HeldKey key) {
        return key.namesMaildrop()
                ? Optional.of(key.maildrop())
                : held.find(key).flatMap(this::maildrop);
    }

    private Optional<Username> maildrop(Mail mail) {
        try {
            return Optional.of(
                    deliveries.maildrop(mail.getRecipients().iterator().next()));
        } catch (MessagingException e) {
            LOGGER.error("The maildrop of held mail {} cannot be found out", mail.getName(), e);
            return Optional.empty();
        } finally {
            LifecycleUtil.dispose(mail);
        }
    }
}
