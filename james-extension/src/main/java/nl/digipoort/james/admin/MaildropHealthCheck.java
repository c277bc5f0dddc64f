// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.inject.Inject;
import nl.digipoort.james.configuration.Findings;
import nl.digipoort.james.journal.DeliverySettings;
import nl.digipoort.james.lock.LeaseKeeper;
import nl.digipoort.james.lock.LockInfo;
import nl.digipoort.james.lock.LockMetrics;
import nl.digipoort.james.lock.MaildropLocks;
import nl.digipoort.james.mail.FreeSpace;
import nl.digipoort.james.mail.HeldDeliveries;
import nl.digipoort.james.mail.WaitingMaildrop;
import nl.digipoort.james.scrub.ScrubResult;
import org.apache.james.core.healthcheck.Result;

/**
 * James's health check of the maildrop locks, the held mail, the space for more and damaged contents, named as {@code additional.healthchecks} in
 * {@code healthcheck.properties}. Where the file is that of an earlier version, which does not name {@link ConfigurationHealthCheck}, it
 * speaks for that one too. Its result names no user, because James asks its readers for no token. Thread-safe.
 */
public final class MaildropHealthCheck extends DigipoortHealthCheck {
    private final MaildropLocks locks;
    private final LeaseKeeper keeper;
    private final HeldDeliveries deliveries;
    private final DeliverySettings settings;
    private final LockMetrics metrics;
    private final FreeSpace space;
    private final ScrubResult scrub;
    private final Findings configuration;
    private final Clock clock;

    @Inject
    MaildropHealthCheck(
            MaildropLocks locks,
            LeaseKeeper keeper,
            HeldDeliveries deliveries,
            DeliverySettings settings,
            LockMetrics metrics,
            FreeSpace space,
            ScrubResult scrub,
            Findings configuration,
            Clock clock) {
        super("Digipoort maildrops");
        this.locks = locks;
        this.keeper = keeper;
        this.deliveries = deliveries;
        this.settings = settings;
        this.metrics = metrics;
        this.space = space;
        this.scrub = scrub;
        this.configuration = configuration;
        this.clock = clock;
    }

    @Override
    Result look() {
        if (space.isBelowFloor()) {
            return unhealthy("There is too little free space, so no mail is taken");
        }
        Duration sinceLastLook = keeper.sinceLastLook();
        if (sinceLastLook.compareTo(keeper.leaseTime()) > 0) {
            return unhealthy(
                    "The leases on maildrops have not been looked after for " + sinceLastLook.toSeconds() + " s");
        }
        List<LockInfo> inForce;
        try {
            inForce = locks.lookAll();
        } catch (RuntimeException e) {
            return unhealthy("The locks on maildrops cannot be reached", e);
        }
        try {
            return judge(inForce, deliveries.waiting());
        } catch (RuntimeException e) {
            return unhealthy("The held mail cannot be reached", e);
        }
    }

    private Result judge(List<LockInfo> inForce, List<WaitingMaildrop> waiting) {
        Instant now = clock.instant();
        Duration oldestLock = oldest(inForce.stream().map(LockInfo::since), now);
        Duration oldestHeld = oldest(waiting.stream().flatMap(one -> one.oldestHeldAt().stream()), now);
        metrics.inForce(inForce.size(), oldestLock.toSeconds());
        if (scrub.damaged() > 0) {
            return unhealthy("Contents that are damaged: " + scrub.damaged() + "; the log of the server names each");
        }
        if (waiting.isEmpty() || oldestHeld.compareTo(settings.alarmAfter()) < 0) {
            return of(configuration.unreported());
        }
        return degraded("Deliveries held: "
                + waiting.stream().mapToLong(WaitingMaildrop::count).sum() + ", the oldest for "
                + oldestHeld.toSeconds() + " s; locks: " + inForce.size() + ", the oldest for "
                + oldestLock.toSeconds() + " s");
    }

    /** At least zero: the clock that set the time may be a little ahead of ours. */
    private static Duration oldest(Stream<Instant> times, Instant now) {
        return times.map(since -> Duration.between(since, now))
                .filter(age -> !age.isNegative())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
