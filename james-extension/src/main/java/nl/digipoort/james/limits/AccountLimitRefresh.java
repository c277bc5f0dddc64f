// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.limits;

import java.time.Duration;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.policy.AccountPolicies;
import nl.digipoort.james.schedule.Periodic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads limits and policies that WebAdmin has set on another node, on its own thread. */
@Singleton
public final class AccountLimitRefresh {
    private static final Logger LOGGER = LoggerFactory.getLogger(AccountLimitRefresh.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final Part limits;
    private final Part policies;
    private final Periodic periodic =
            new Periodic("digipoort-limits", e -> LOGGER.error("Limits and policies cannot be read now", e));

    @Inject
    public AccountLimitRefresh(AccountLimits limits, AccountPolicies policies) {
        this.limits = new Part("Limits", limits::refresh);
        this.policies = new Part("Policies", policies::refresh);
    }

    /**
     * Reads them for the first time, so that no command has to, and repeats that periodically.
     *
     * @throws nl.digipoort.james.failure.StoreUnavailableException if the store is unavailable
     */
    public void start() {
        limits.refresh.run();
        policies.refresh.run();
        periodic.every(INTERVAL, this::look);
    }

    @PreDestroy
    void stop() {
        periodic.stop();
    }

    /** Reads each once, whatever happens to the other. Logs trouble once, until it is over. */
    void look() {
        limits.look();
        policies.look();
    }

    private static final class Part {
        private final String name;
        private final Runnable refresh;
        private boolean unavailable;

        private Part(String name, Runnable refresh) {
            this.name = name;
            this.refresh = refresh;
        }

        private void look() {
            try {
                refresh.run();
                unavailable = false;
            } catch (RuntimeException e) {
                if (!unavailable) {
                    LOGGER.warn("{} cannot be read; those that were read last stay in force", name, e);
                }
                unavailable = true;
            }
        }
    }
}
