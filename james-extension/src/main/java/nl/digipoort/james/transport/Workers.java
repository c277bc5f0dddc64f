// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import java.net.InetAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads for all work that may block. Newcomers take turns, network by network. Past a bound on what waits for a thread,
 * those are turned away whose network has its share of the bound, so that the sessions that hold a maildrop get on; these have one
 * task each at the most, and are never turned away, because a QUIT or the freeing of a lock may not be lost. Thread-safe.
 */
public final class Workers {
    private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    private final ThreadPoolExecutor threads;
    private final NetworkTurns newcomers;
    private final int bound;
    private final Runnable turnedAway;

    /**
     * @param count threads at the most
     * @param bound tasks that may wait before newcomers are turned away
     * @param turnedAway told each time
     */
    public Workers(int count, int bound, ThreadFactory factory, Runnable turnedAway) {
        this.threads = new ThreadPoolExecutor(count, count, 0, TimeUnit.SECONDS, waiting, factory);
        this.newcomers = new NetworkTurns(threads);
        this.bound = bound;
        this.turnedAway = turnedAway;
    }

    /** For those who have been let in. Refuses only after {@link #shutdown()}. */
    public Executor forSessions() {
        return threads;
    }

    /** For one who has not; refuses, with {@link RejectedExecutionException}, when too much waits. */
    public Executor forNewcomer(InetAddress client) {
        return task -> admit(client, task);
    }

    private void admit(InetAddress client, Runnable task) {
        if (isTooMuch() && hasItsShare(client)) {
            turnedAway.run();
            throw new RejectedExecutionException(bound + " tasks wait already");
        }
        newcomers.add(client, task);
    }

    /** One task of each network is in the queue of the threads as well. */
    private boolean isTooMuch() {
        return waiting.size() + newcomers.waiting() - newcomers.networks() >= bound;
    }

    /** All networks of which something waits have an equal share, and may have one task at least. */
    private boolean hasItsShare(InetAddress client) {
        int has = newcomers.waiting(client);
        int networks = newcomers.networks() + (has == 0 ? 1 : 0);
        return has >= Math.max(1, bound / networks);
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
