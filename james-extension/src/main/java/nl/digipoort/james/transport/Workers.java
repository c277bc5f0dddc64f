package nl.digipoort.james.transport;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads for all work that may block. Behind a bound on what waits for a thread, newcomers are turned away, so that
 * the sessions that hold a maildrop get on; these have one task each at the most, and are never turned away, because a QUIT or the
 * freeing of a lock may not be lost. Thread-safe.
 */
public final class Workers {
    private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    private final ThreadPoolExecutor threads;
    private final int bound;
    private final Runnable turnedAway;

    /**
     * @param count threads at the most
     * @param bound tasks that may wait before newcomers are turned away
     * @param turnedAway told each time
     */
    public Workers(int count, int bound, ThreadFactory factory, Runnable turnedAway) {
        this.threads = new ThreadPoolExecutor(count, count, 0, TimeUnit.SECONDS, waiting, factory);
        this.bound = bound;
        this.turnedAway = turnedAway;
    }

    /** For those who have been let in. Refuses only after {@link #shutdown()}. */
    public Executor forSessions() {
        return threads;
    }

    /** For those who have not; refuses, with {@link RejectedExecutionException}, when too much waits. */
    public Executor forNewcomers() {
        return this::admit;
    }

    private void admit(Runnable task) {
        if (waiting.size() >= bound) {
            turnedAway.run();
            throw new RejectedExecutionException(bound + " tasks wait already");
        }
        threads.execute(task);
    }

    /** Takes nothing any more; what waits is done yet. */
    public void shutdown() {
        threads.shutdown();
    }

    /** Whether all was done within that time. */
    public boolean awaitEnd(long seconds) throws InterruptedException {
        return threads.awaitTermination(seconds, TimeUnit.SECONDS);
    }
}
