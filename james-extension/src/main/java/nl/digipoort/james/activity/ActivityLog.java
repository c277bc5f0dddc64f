// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.activity;

import com.google.common.collect.Lists;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * Notes when maildrops are used and how, and writes it to the stores a moment later on its own thread. So no client waits for the store, and its
 * failures fail no command (ADR 29). What the store does not take is written when it works again. Thread-safe.
 */
@Singleton
public final class ActivityLog {
    /** The most maildrops with an update to write; no update of a further maildrop is noted then. */
    static final int MOST_WAITING = 10_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(ActivityLog.class);
    /** Coalescing window of updates to one maildrop. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(10);
    private static final int WRITTEN_AT_ONCE = 100;

    private final ActivityStore store;
    private final UseLog uses;
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
    private final Writes lastUse = new Writes("When maildrops were last used");
    private final Writes ways = new Writes("How accounts log in");
    private volatile boolean stopped;

    @Inject
    public ActivityLog(ActivityStore store, UseLog uses, Clock clock) {
        this(store, uses, clock, PAUSE);
    }

    ActivityLog(ActivityStore store, UseLog uses, Clock clock, Duration pause) {
        this.store = store;
        this.uses = uses;
        this.clock = clock;
        this.pause = pause;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * @param client the client address of the session
     * @param ways how the client logged in
     */
    public void loggedIn(Username maildrop, String client, Set<Use> ways) {
        uses.note(maildrop, ways, client);
        note(maildrop, Activity.login(clock.instant(), client));
    }

    /** A message was retrieved completely. */
    public void retrieved(Username maildrop) {
        note(maildrop, Activity.retrieval(clock.instant()));
    }

    /**
     * The known activity of a maildrop, including what this node has not written yet.
     *
     * @throws nl.digipoort.james.failure.StoreUnavailableException if the store is unavailable
     */
    public Activity of(Username maildrop) {
        // read before the store: an update written in between is then seen twice rather than missed
        Activity here = waiting.getOrDefault(maildrop, Activity.NONE);
        return store.find(maildrop).latest(here);
    }

    /**
     * Forgets the maildrop, for example when its user is removed.
     *
     * @throws nl.digipoort.james.failure.StoreUnavailableException if the store is unavailable
     */
    public synchronized void forget(Username maildrop) {
        waiting.remove(maildrop);
        store.forget(maildrop);
        uses.forget(maildrop);
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
                // Future ignored: the task catches everything.
                Future<?> unused = thread.schedule(this::write, time.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                LOGGER.debug("The server stops: what waits is written at once", e);
                write();
            }
        }
    }

    /** Writes the waiting updates. Those that fail stay, and are tried again; one store's failure does not keep the other waiting. */
    synchronized void write() {
        due.set(false);
        lastUse.attempt(() -> {
            Lists.partition(List.copyOf(waiting.keySet()), WRITTEN_AT_ONCE).forEach(this::writePart);
            long missed = lost.getAndSet(0);
            if (missed > 0) {
                LOGGER.warn("{} logins and retrievals were not noted as the last ones of their maildrops", missed);
            }
        });
        ways.attempt(uses::write);
        if ((lastUse.hasFailed || ways.hasFailed) && !stopped) {
            writeIn(PAUSE_AFTER_FAILURE);
        }
    }

    private void writePart(List<Username> maildrops) {
        Map<Username, Activity> taken = new HashMap<>();
        maildrops.forEach(maildrop -> taken.put(maildrop, waiting.get(maildrop)));
        store.save(taken);
        // updates that came meanwhile stay
        taken.forEach(waiting::remove);
    }

    /** Stops the thread and writes what waits. Sessions that end later write at once. */
    @PreDestroy
    void stop() {
        stopped = true;
        thread.shutdown();
        write();
        if (!waiting.isEmpty()) {
            LOGGER.warn("When {} maildrops were last used is lost", waiting.size());
        }
        if (!uses.isEmpty()) {
            LOGGER.warn("How {} accounts logged in is lost", uses.size());
        }
    }

    /** The writes to one store: a failure is logged once until the store works again. */
    private static final class Writes {
        private final String what;
        private boolean hasFailed;

        private Writes(String what) {
            this.what = what;
        }

        private void attempt(Runnable write) {
            try {
                write.run();
                hasFailed = false;
            } catch (RuntimeException | Error e) {
                if (!hasFailed) {
                    LOGGER.warn("{} cannot be stored now; it is tried again", what, e);
                }
                hasFailed = true;
            }
        }
    }
}
