package nl.digipoort.james.retention;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.audit.NotRecordedException;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.limits.AccountLimitSettings;
import nl.digipoort.james.limits.AccountLimits;
import nl.digipoort.james.limits.Limit;
import nl.digipoort.james.maildrop.MaildropException;
import nl.digipoort.james.retention.RetentionResult.Ending;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for messages that are too old, in the maildrops of all accounts with a retention one after another, on a thread of its
 * own; the first time at any moment of the first interval, so that several nodes do not do it at once. Thread-safe.
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
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(RetentionSchedule::daemon);

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

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "digipoort-retention");
        thread.setDaemon(true);
        return thread;
    }

    public void start() {
        long interval = settings.retentionInterval().toMillis();
        // its result is not looked at: a look lets nothing out that would end it
        Future<?> unused = thread.scheduleWithFixedDelay(
                this::look, ThreadLocalRandom.current().nextLong(interval), interval, TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        retention.stop();
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOGGER.warn("The removal of old messages does not end; it goes on at the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look at all maildrops. What fails is tried again at the next one. */
    void look() {
        try {
            for (Username user : withRetention()) {
                if (thread.isShutdown()) {
                    return;
                }
                look(user);
            }
        } catch (UsersRepositoryException | RuntimeException e) {
            LOGGER.warn("Old messages cannot be looked for now; it is tried again", e);
        }
    }

    private void look(Username user) {
        try {
            if (retention.expire(user).ending() == Ending.INCOMPLETE) {
                metrics.failed();
            }
        } catch (MaildropException | StoreUnavailableException | NotRecordedException e) {
            metrics.failed();
            LOGGER.warn("Old messages of {} cannot be removed now; it is tried again", user.asString(), e);
        }
    }

    /** All users where one holds for all, and otherwise only the exceptions. */
    private List<Username> withRetention() throws UsersRepositoryException {
        List<Username> found = new ArrayList<>();
        if (limits.forAll().find(Limit.RETENTION).orElseThrow() == Limit.NONE) {
            limits.exceptions().forEach((user, values) -> {
                if (values.find(Limit.RETENTION)
                        .filter(days -> days != Limit.NONE)
                        .isPresent()) {
                    found.add(user);
                }
            });
        } else {
            for (Iterator<Username> all = users.list(); all.hasNext(); ) {
                found.add(all.next());
            }
        }
        return found;
    }
}
