package nl.digipoort.james.admin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.inject.Inject;
import nl.digipoort.james.journal.DeliverySettings;
import nl.digipoort.james.journal.HeldDeliveries;
import nl.digipoort.james.journal.HeldDelivery;
import nl.digipoort.james.lock.LockMetrics;
import nl.digipoort.james.lock.MaildropLock;
import nl.digipoort.james.lock.MaildropLocks;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * James's health check of the locks on maildrops and of the mail that waits for them, named as {@code additional.healthchecks}
 * in {@code healthcheck.properties}. What it says names nobody: James asks no token of those who read it. Thread-safe.
 */
public final class MaildropHealthCheck implements HealthCheck {
    private static final ComponentName NAME = new ComponentName("Digipoort maildrops");

    private final MaildropLocks locks;
    private final HeldDeliveries deliveries;
    private final DeliverySettings settings;
    private final LockMetrics metrics;
    private final Clock clock;

    @Inject
    MaildropHealthCheck(
            MaildropLocks locks,
            HeldDeliveries deliveries,
            DeliverySettings settings,
            LockMetrics metrics,
            Clock clock) {
        this.locks = locks;
        this.deliveries = deliveries;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public ComponentName componentName() {
        return NAME;
    }

    /** Not on the thread that asks: James asks for all checks on one that must not block. */
    @Override
    public Publisher<Result> check() {
        return Mono.fromCallable(this::look).subscribeOn(Schedulers.boundedElastic());
    }

    private Result look() {
        List<MaildropLock> inForce;
        try {
            inForce = locks.lookAll();
        } catch (RuntimeException e) {
            return Result.unhealthy(NAME, "The locks on maildrops cannot be reached", e);
        }
        try {
            return judge(inForce, deliveries.list());
        } catch (RuntimeException e) {
            return Result.unhealthy(NAME, "The held mail cannot be reached", e);
        }
    }

    private Result judge(List<MaildropLock> inForce, List<HeldDelivery> held) {
        Instant now = clock.instant();
        Duration oldestLock = oldest(inForce.stream().map(MaildropLock::since), now);
        Duration oldestHeld = oldest(held.stream().map(HeldDelivery::arrivedAt), now);
        metrics.inForce(inForce.size(), oldestLock.toSeconds());
        if (held.isEmpty() || oldestHeld.compareTo(settings.alarmAfter()) < 0) {
            return Result.healthy(NAME);
        }
        return Result.degraded(
                NAME,
                "Deliveries held: " + held.size() + ", the oldest for " + oldestHeld.toSeconds() + " s; locks: "
                        + inForce.size() + ", the oldest for " + oldestLock.toSeconds() + " s");
    }

    /** Not less than nothing: the clock that has set the time may be a little ahead of ours. */
    private static Duration oldest(Stream<Instant> times, Instant now) {
        return times.map(since -> Duration.between(since, now))
                .filter(age -> !age.isNegative())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
