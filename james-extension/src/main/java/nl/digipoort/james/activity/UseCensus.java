// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.activity;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.clock.ClockWatch;
import nl.digipoort.james.schedule.Periodic;
import org.apache.james.core.Username;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the accounts with old uses in the last 30 days every quarter of an hour, page by page on its own thread: no reader of the metrics
 * waits for the store. A count that fails is repeated after a minute. Thread-safe.
 */
@Singleton
public final class UseCensus {
    static final Duration WINDOW = Duration.ofDays(30);

    private static final Logger LOGGER = LoggerFactory.getLogger(UseCensus.class);
    private static final Duration PAUSE = Duration.ofMinutes(15);
    /** How often it is looked whether a count is due: after one that failed, it is. */
    private static final Duration LOOK = Duration.ofMinutes(1);

    private static final int PAGE = 1000;

    private final UseStore store;
    private final ClockWatch clock;
    private final UseMetrics metrics;
    private final Periodic periodic = new Periodic("digipoort-uses", this::failed);
    private Optional<Instant> counted = Optional.empty();
    private boolean isFailing;

    @Inject
    UseCensus(UseStore store, ClockWatch clock, UseMetrics metrics) {
        this.store = store;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Starts the periodic counts. */
    public void start() {
        periodic.every(Duration.ZERO, LOOK, this::countIfDue);
    }

    @PreDestroy
    void stop() {
        periodic.stop();
    }

    void countIfDue() {
        Instant now = clock.expected();
        if (counted.filter(at -> Duration.between(at, now).abs().compareTo(PAUSE) < 0)
                .isEmpty()) {
            count();
            counted = Optional.of(now);
            isFailing = false;
        }
    }

    /** Logs once until a count succeeds. */
    private void failed(Throwable cause) {
        if (!isFailing) {
            LOGGER.warn("The accounts with old mechanisms cannot be counted now; it is tried again each minute", cause);
        }
        isFailing = true;
    }

    /** Publishes nothing of a count that is not complete. */
    void count() {
        Instant now = clock.expected();
        Instant from = now.minus(WINDOW);
        Map<OldUse, Integer> using = new EnumMap<>(OldUse.class);
        Map<OldUse, Integer> needing = new EnumMap<>(OldUse.class);
        Optional<Username> after = Optional.empty();
        for (List<AccountUses> page = store.page(after, PAGE);
                !page.isEmpty() && !periodic.isStopped();
                page = store.page(after, PAGE)) {
            for (AccountUses account : page) {
                UseWindow window = UseWindow.of(account.uses(), from);
                List<OldUse> needed = window.stillNeeds();
                needed.forEach(old -> needing.merge(old, 1, Integer::sum));
                needed.forEach(old -> using.merge(old, 1, Integer::sum));
                window.alsoUses().forEach(old -> using.merge(old, 1, Integer::sum));
                after = Optional.of(account.user());
            }
        }
        if (!periodic.isStopped()) {
            metrics.counted(now, using, needing);
        }
    }
}
