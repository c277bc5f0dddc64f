// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.activity;

import com.google.common.collect.Lists;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Username;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes when maildrops are used, and brings it into the store on a thread of its own a moment later: no client waits for it, and
 * no command fails by it (ADR 29). What the store does not take waits for it to come back. Thread-safe.
 */
@Singleton
public final class ActivityLog {
    /** Maildrops whose news can wait at a time; of others nothing is noted then. */
    static final int MOST_WAITING = 10_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(ActivityLog.class);
    /** So long news of one maildrop come together into one write. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Duration PAUSE_BEHIND_FAILURE = Duration.ofSeconds(10);
    private static final int WRITTEN_AT_ONCE = 100;

    private final ActivityStore store;
    private final Clock clock;
    private final Duration pause;
    private final Map<Username, Activity> waiting = new ConcurrentHashMap<>();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicBoolean due = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1,
            new ThreadFactoryBuilder()
                    .setNameFormat("digipoort-activity")
                    .setDaemon(true)
                    .build());
    private volatile boolean stopped;
    private boolean outOfReach;

    @Inject
    public ActivityLog(ActivityStore store, Clock clock) {
        this(store, clock, PAUSE);
    }

    ActivityLog(ActivityStore store, Clock clock, Duration pause) {
        this.store = store;
        this.clock = clock;
        this.pause = pause;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** @param client the address that the session comes from */
    public void loggedIn(Username maildrop, String client) {
        note(maildrop, Activity.login(clock.instant(), client));
    }

    /** A message was handed out whole. */
    public void retrieved(Username maildrop) {
        note(maildrop, Activity.retrieval(clock.instant()));
    }

    /**
     * What is known of a maildrop, what waits on this node included.
     *
     * @throws nl.digipoort.james.failure.StoreUnavailableException if the store cannot be reached
     */
    public Activity of(Username maildrop) {
        // before the store is asked: what is written in between is then known twice, and not missed
        Activity here = waiting.getOrDefault(maildrop, Activity.NONE);
        return store.find(maildrop).latest(here);
    }

    /**
     * Forgets the maildrop, as when its user is removed.
     *
     * @throws nl.digipoort.james.failure.StoreUnavailableException if the store cannot be reached
     */
    public synchronized void forget(Username maildrop) {
        waiting.remove(maildrop);
        store.forget(maildrop);
    }

    private void note(Username maildrop, Activity activity) {
        if (waiting.size() >= MOST_WAITING && !waiting.containsKey(maildrop)) {
            lost.incrementAndGet();
            return;
        }
        waiting.merge(maildrop, activity, Activity::latest);
        if (stopped) {
            write();
        } else {
            writeIn(pause);
        }
    }

    private void writeIn(Duration time) {
        if (due.compareAndSet(false, true)) {
            try {
                // its result is not looked at: it lets nothing out
                Future<?> unused = thread.schedule(this::write, time.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                LOGGER.debug("The server stops: what waits is written at once", e);
                write();
            }
        }
    }

    /** Writes what waits. What fails stays, and is tried again. */
    synchronized void write() {
        due.set(false);
        try {
            Lists.partition(List.copyOf(waiting.keySet()), WRITTEN_AT_ONCE).forEach(this::writePart);
            outOfReach = false;
            long missed = lost.getAndSet(0);
            if (missed > 0) {
                LOGGER.warn("{} logins and retrievals were not noted as the last ones of their maildrops", missed);
            }
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void writePart(List<Username> maildrops) {
        Map<Username, Activity> taken = new HashMap<>();
        maildrops.forEach(maildrop -> taken.put(maildrop, waiting.get(maildrop)));
        store.save(taken);
        // news that came meanwhile stay
        taken.forEach(waiting::remove);
    }

    /** The log is told once until it works again. */
    private void failed(RuntimeException cause) {
        if (!outOfReach) {
            LOGGER.warn("When maildrops were last used cannot be stored now; it is tried again", cause);
        }
        outOfReach = true;
        if (!stopped) {
            writeIn(PAUSE_BEHIND_FAILURE);
        }
    }

    /** Sessions that end after this write for themselves. */
    @PreDestroy
    void stop() {
        stopped = true;
        thread.shutdown();
        write();
        if (!waiting.isEmpty()) {
            LOGGER.warn("When {} maildrops were last used is lost", waiting.size());
        }
    }
}
