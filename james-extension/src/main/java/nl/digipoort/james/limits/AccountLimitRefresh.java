// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.limits;

import java.time.Duration;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.schedule.Periodic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads limits that WebAdmin has set on another node, on its own thread. */
@Singleton
public final class AccountLimitRefresh {
    private static final Logger LOGGER = LoggerFactory.getLogger(AccountLimitRefresh.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final AccountLimits limits;
    private final Periodic periodic =
            new Periodic("digipoort-limits", e -> LOGGER.error("The limits cannot be looked after now", e));
    private boolean unavailable;

    @Inject
    public AccountLimitRefresh(AccountLimits limits) {
        this.limits = limits;
    }

    /**
     * Reads the limits for the first time, so that no command has to, and repeats that periodically.
     *
     * @throws StoreUnavailableException if the store is unavailable
     */
    public void start() {
        limits.refresh();
        periodic.every(INTERVAL, this::look);
    }

    @PreDestroy
    void stop() {
        periodic.stop();
    }

    /** Reads the limits once. Logs an unavailable store once, until it is available again. */
    void look() {
        try {
            limits.refresh();
            unavailable = false;
        } catch (StoreUnavailableException e) {
            if (!unavailable) {
                LOGGER.warn("The limits cannot be read; those that were read last stay in force", e);
            }
            unavailable = true;
        }
    }
}
