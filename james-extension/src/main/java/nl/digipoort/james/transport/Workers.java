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
 * The threads for all work that may block. Newcomers take turns, network by network. When more tasks wait than the bound, newcomers of a
 * network that has its share of the bound are refused, so that sessions with an open maildrop make progress. Sessions have at most one task
 * each and are never refused: no QUIT and no release of a lock may be lost. Thread-safe.
 */
public final class Workers {
    private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    private final ThreadPoolExecutor threads;
    private final NetworkTurns newcomers;
    private final int bound;
    private final Runnable turnedAway;

    /**
     * @param count most threads
     * @param bound waiting tasks above which newcomers are refused
     * @param turnedAway called for each refusal
     */
    public Workers(int count, int bound, ThreadFactory factory, Runnable turnedAway) {
        this.threads = new ThreadPoolExecutor(count, count, 0, TimeUnit.SECONDS, waiting, factory);
        this.newcomers = new NetworkTurns(threads);
        this.bound = bound;
        this.turnedAway = turnedAway;
    }

    /** Runs the tasks of admitted sessions. Refuses only after {@link #shutdown()}. */
    public Executor forSessions() {
        return threads;
    }

    /** Runs a task of a client that is not admitted yet; refuses with {@link RejectedExecutionException} when too much work waits. */
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

    /** All networks with waiting tasks have an equal share, of at least one task. */
    private boolean hasItsShare(InetAddress client) {
        int has = newcomers.waiting(client);
        int networks = newcomers.networks() + (has == 0 ? 1 : 0);
        return has >= Math.max(1, bound / networks);
    }

    /** Accepts no more tasks; waiting tasks are still run. */
    public void shutdown() {
        threads.shutdown();
    }

    /** Whether all tasks ended within that time. */
    public boolean awaitEnd(long seconds) throws InterruptedException {
        return threads.awaitTermination(seconds, TimeUnit.SECONDS);
    }
}
