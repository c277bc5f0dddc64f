// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.delivery;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.clock.ClockWatch;
import nl.digipoort.james.delivery.Deliveries.Progress;
import nl.digipoort.james.journal.DeliverySettings;
import nl.digipoort.james.journal.MadeDeliveries;
import nl.digipoort.james.lock.Leases;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.mail.HeldDeliveries;
import nl.digipoort.james.mail.HeldMail;
import nl.digipoort.james.mail.HeldMailStore;
import nl.digipoort.james.mail.HeldTimes;
import nl.digipoort.james.mail.MailContent;
import nl.digipoort.james.mail.TracedContent;
import nl.digipoort.james.mail.WaitingMaildrop;
import nl.digipoort.james.schedule.Periodic;
import org.apache.james.core.Username;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings held mail in: the mail of one maildrop when a session of this node has freed it, and the held mail of all nodes every few seconds.
 * After a failure a maildrop is tried again after a pause; others do not wait for it. Thread-safe.
 */
@Singleton
public final class HeldSweep implements HeldDeliveries {
    private static final Logger LOGGER = LoggerFactory.getLogger(HeldSweep.class);
    private static final Duration FORGET_INTERVAL = Duration.ofHours(1);
    private static final int THREADS = 4;
    private static final String THREAD = "digipoort-held-mail";
    private static final String HOLDER = "held mail";

    private final Deliveries deliveries;
    private final HeldMailStore held;
    private final Leases leases;
    private final MadeDeliveries made;
    private final DeliverySettings settings;
    private final DeliveryMetrics metrics;
    private final HeldTimes heldTimes;
    private final ClockWatch clock;
    private final BackOff backOff;
    private final Set<Username> atWork = ConcurrentHashMap.newKeySet();
    private final Set<Username> alarmed = new HashSet<>();
    private final AtomicBoolean started = new AtomicBoolean();
    private final Periodic periodic = new Periodic(THREAD, HeldSweep::failed);
    private final ExecutorService workers = Executors.newFixedThreadPool(
            THREADS,
            new ThreadFactoryBuilder().setNameFormat(THREAD).setDaemon(true).build());

    @Inject
    HeldSweep(
            Deliveries deliveries,
            HeldMailStore held,
            Leases leases,
            MadeDeliveries made,
            DeliverySettings settings,
            DeliveryMetrics metrics,
            HeldTimes heldTimes,
            ClockWatch clock) {
        this.deliveries = deliveries;
        this.held = held;
        this.leases = leases;
        this.made = made;
        this.settings = settings;
        this.metrics = metrics;
        this.heldTimes = heldTimes;
        this.clock = clock;
        this.backOff = new BackOff(heldTimes::now);
    }

    /** Starts the sweep, first with held mail from an earlier run of the server. */
    public void start() {
        if (started.compareAndSet(false, true)) {
            leases.whenFreed(this::freed);
            periodic.every(Duration.ZERO, settings.sweepInterval(), this::sweep);
            periodic.every(Duration.ZERO, FORGET_INTERVAL, () -> made.forgetOld(clock.earliest()));
        }
    }

    private static void failed(Throwable cause) {
        LOGGER.warn("Held mail cannot be looked after now; it is tried again", cause);
    }

    @PreDestroy
    void stop() {
        periodic.stop();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(10, TimeUnit.SECONDS)) {
                LOGGER.warn("The delivery of held mail does not end; it goes on at the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Called when this node has just held mail for the maildrop. */
    void soon(Username maildrop) {
        heldTimes.held(maildrop);
        unlessPausing(maildrop);
    }

    /** Also runs during a pause, because the session may have made room. */
    private void freed(Username maildrop) {
        if (heldTimes.isHeld(maildrop)) {
            later(maildrop);
        }
    }

    private void unlessPausing(Username maildrop) {
        if (!backOff.isPausing(maildrop)) {
            later(maildrop);
        }
    }

    private void later(Username maildrop) {
        if (!atWork.add(maildrop)) {
            return;
        }
        boolean queued = false;
        try {
            workers.execute(() -> {
                atWork.remove(maildrop);
                try {
                    release(maildrop);
                } catch (Throwable e) {
                    // an Error too: the thread goes on with the next maildrop
                    failed(e);
                }
            });
            queued = true;
        } catch (RejectedExecutionException e) {
            LOGGER.debug("Held mail for {} waits for the next start", maildrop.asString(), e);
        } finally {
            // also after an Error, for example when the system gives no further thread: the next sweep tries again
            if (!queued) {
                atWork.remove(maildrop);
            }
        }
    }

    /** Runs one sweep over all held mail. */
    void sweep() {
        long askedAt = heldTimes.now();
        List<WaitingMaildrop> waiting = held.waiting();
        heldTimes.found(waiting.stream().map(WaitingMaildrop::maildrop).collect(Collectors.toSet()), askedAt);
        raiseAlarm(waiting);
        waiting.forEach(one -> unlessPausing(one.maildrop()));
    }

    @Override
    public Release release(Username maildrop) {
        if (leases.isHeldBySession(maildrop)) {
            heldTimes.held(maildrop);
            return Release.IN_USE;
        }
        // before the query: mail that is held from now on is noted again
        heldTimes.notHeld(maildrop);
        if (!held.isWaiting(maildrop)) {
            return Release.DONE;
        }
        Progress progress = Progress.TIME_UP;
        while (progress == Progress.TIME_UP) {
            Optional<OwnedLease> lease = leases.forDelivery(maildrop, HOLDER);
            if (lease.isEmpty()) {
                heldTimes.held(maildrop);
                return Release.IN_USE;
            }
            try {
                progress = bringIn(lease.get());
            } finally {
                lease.get().release();
            }
        }
        if (progress == Progress.ALL_IN) {
            return Release.DONE;
        }
        heldTimes.held(maildrop);
        return Release.FAILED;
    }

    @Override
    public List<WaitingMaildrop> waiting() {
        return held.waiting().stream()
                .sorted(Comparator.comparing(one -> one.oldestHeldAt().orElseThrow()))
                .collect(Collectors.toUnmodifiableList());
    }

    @Override
    public WaitingMaildrop waiting(Username maildrop) {
        return held.waiting().stream()
                .filter(one -> one.maildrop().equals(maildrop))
                .findFirst()
                .orElse(WaitingMaildrop.none(maildrop));
    }

    @Override
    public List<HeldMail> next(Username maildrop, int most) {
        return held.next(maildrop, most);
    }

    @Override
    public Optional<MailContent> content(Username maildrop, long sequence) {
        return held.find(maildrop, sequence)
                .<MailContent>map(mail -> TracedContent.of(mail.trace(), held.content(mail)));
    }

    /** Removes the mail under the lock, so that it is not brought in at the same time. */
    @Override
    public Removal remove(Username maildrop, long sequence) {
        Optional<OwnedLease> lease = leases.forDelivery(maildrop, HOLDER);
        if (lease.isEmpty()) {
            return Removal.IN_USE;
        }
        try {
            Optional<HeldMail> mail = held.find(maildrop, sequence);
            mail.ifPresent(held::remove);
            return mail.isPresent() ? Removal.REMOVED : Removal.NOT_HELD;
        } finally {
            lease.get().release();
        }
    }

    /** Logs the first failure in a row and the end of the row. */
    private Progress bringIn(OwnedLease lease) {
        Username maildrop = lease.lease().maildrop();
        try {
            Progress progress = deliveries.bringIn(lease);
            if (progress == Progress.NO_ROOM) {
                if (backOff.failed(maildrop)) {
                    LOGGER.info("Held mail for {} waits for room", maildrop.asString());
                }
            } else if (progress != Progress.FAILED && backOff.succeeded(maildrop)) {
                LOGGER.info("Held mail for {} goes in again", maildrop.asString());
            }
            return progress;
        } catch (IOException | RuntimeException e) {
            if (backOff.failed(maildrop)) {
                LOGGER.error("Held mail for {} cannot be brought in; it is tried again", maildrop.asString(), e);
            } else {
                LOGGER.debug("Held mail for {} still cannot be brought in", maildrop.asString(), e);
            }
            return Progress.FAILED;
        }
    }

    private synchronized void raiseAlarm(List<WaitingMaildrop> waiting) {
        Instant now = clock.earliest();
        alarmed.retainAll(waiting.stream().map(WaitingMaildrop::maildrop).collect(Collectors.toSet()));
        for (WaitingMaildrop one : waiting) {
            if (age(one, now).compareTo(settings.alarmAfter()) >= 0 && alarmed.add(one.maildrop())) {
                LOGGER.warn(
                        "{} mails for {} are held, the oldest for {} s by now",
                        one.count(),
                        one.maildrop().asString(),
                        age(one, now).toSeconds());
            }
        }
        metrics.waiting(
                waiting.stream().mapToLong(WaitingMaildrop::count).sum(),
                waiting.stream()
                        .map(one -> age(one, now).toSeconds())
                        .max(Comparator.naturalOrder())
                        .orElse(0L));
    }

    private static Duration age(WaitingMaildrop one, Instant now) {
        Duration age = Duration.between(one.oldestHeldAt().orElse(now), now);
        return age.isNegative() ? Duration.ZERO : age;
    }
}
