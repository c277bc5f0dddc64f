package nl.digipoort.james.limits;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.failure.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices limits that another node's WebAdmin has set, on a thread of its own. */
@Singleton
public final class LimitWatch {
    private static final Logger LOGGER = LoggerFactory.getLogger(LimitWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final AccountLimits limits;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(LimitWatch::daemon);
    private boolean outOfReach;

    @Inject
    public LimitWatch(AccountLimits limits) {
        this.limits = limits;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "digipoort-limits");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Reads them for the first time, so that no command has to, and goes on with that.
     *
     * @throws StoreUnavailableException if the store cannot be reached
     */
    public void start() {
        limits.refresh();
        // its result is not looked at: a look lets nothing out that would end it
        Future<?> unused = thread.scheduleWithFixedDelay(
                this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        thread.shutdown();
    }

    /** One look. Whatever fails is tried again at the next one, and told of once. */
    void look() {
        try {
            limits.refresh();
            outOfReach = false;
        } catch (RuntimeException e) {
            if (!outOfReach) {
                LOGGER.warn("The limits cannot be read; those that were read last stay in force", e);
            }
            outOfReach = true;
        }
    }
}
