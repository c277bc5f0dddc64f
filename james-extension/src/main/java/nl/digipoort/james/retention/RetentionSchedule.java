// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.retention;

import com.google.common.collect.Iterators;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.limits.AccountLimit;
import nl.digipoort.james.limits.AccountLimitSettings;
import nl.digipoort.james.limits.AccountLimits;
import nl.digipoort.james.maildrop.MaildropException;
import nl.digipoort.james.retention.RetentionResult.Ending;
import nl.digipoort.james.schedule.Periodic;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes messages that are too old from all accounts with a retention, one after another, on its own thread. The first run starts at a
 * random moment of the first interval, so that several nodes do not run at the same time. Thread-safe.
 */
@Singleton
public final class RetentionSchedule {
    private static final Logger LOGGER = LoggerFactory.getLogger(RetentionSchedule.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Retention retention;
    private final AccountLimits limits;
    private final AccountLimitSettings settings;
    private final UsersRepository users;
    private final RetentionMetrics metrics;
    private final Periodic periodic = new Periodic("digipoort-retention", RetentionSchedule::failed);

    @Inject
    RetentionSchedule(
            Retention retention,
            AccountLimits limits,
            AccountLimitSettings settings,
            UsersRepository users,
            RetentionMetrics metrics) {
        this.retention = retention;
        this.limits = limits;
        this.settings = settings;
        this.users = users;
        this.metrics = metrics;
    }

    /** Starts the periodic runs. */
    public void start() {
        Duration interval = settings.retentionInterval();
        periodic.every(
                Duration.ofMillis(ThreadLocalRandom.current().nextLong(interval.toMillis())), interval, this::look);
    }

    @PreDestroy
    void stop() {
        retention.stop();
        if (!periodic.stop(PATIENCE)) {
            LOGGER.warn("The removal of old messages does not end; it goes on at the next start");
        }
    }

    /** Runs once over all maildrops. The next run retries what failed. */
    void look() {
        try {
            for (Username user : withRetention()) {
                if (periodic.isStopped()) {
                    return;
                }
                look(user);
            }
        } catch (UsersRepositoryException e) {
            failed(e);
        }
    }

    private static void failed(Throwable cause) {
        LOGGER.warn("Old messages cannot be looked for now; it is tried again", cause);
    }

    private void look(Username user) {
        try {
            if (retention.expire(user).ending() == Ending.INCOMPLETE) {
                metrics.failed();
            }
        } catch (MaildropException | RuntimeException e) {
            // also a defect that one account alone shows: the others go on
            metrics.failed();
            LOGGER.warn("Old messages of {} cannot be removed now; it is tried again", user.asString(), e);
        }
    }

    /** All users if a retention is set for all, otherwise only users with an exception. */
    private List<Username> withRetention() throws UsersRepositoryException {
        List<Username> found = new ArrayList<>();
        if (limits.forAll().find(AccountLimit.RETENTION).orElseThrow() == AccountLimit.NONE) {
            limits.exceptions().forEach((user, values) -> {
                if (values.find(AccountLimit.RETENTION)
                        .filter(days -> days != AccountLimit.NONE)
                        .isPresent()) {
                    found.add(user);
                }
            });
        } else {
            Iterators.addAll(found, users.list());
        }
        return found;
    }
}
