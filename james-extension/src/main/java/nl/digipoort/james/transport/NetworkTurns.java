// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Lets networks take turns in front of an executor that runs its tasks in order. Each network has one task in the executor's queue; when
 * that task begins, the network's next task joins the end of the queue. So a newcomer waits for at most one task of every other network.
 * All IPv6 addresses of one /48 are one network here. Thread-safe.
 */
public final class NetworkTurns {
    private final Keys keys = new Keys(new SecureRandom());
    /** Each of these has an entry in the executor's queue. */
    private final Map<Long, Network> networks = new HashMap<>();

    private final Executor executor;
    private int waiting;

    public NetworkTurns(Executor executor) {
        this.executor = executor;
    }

    /**
     * Adds a task, which runs at its network's turn.
     *
     * @throws RejectedExecutionException if the executor does not accept tasks any more
     */
    public synchronized Turn add(InetAddress client, Runnable task) {
        long key = keys.ofLargestNetwork(client);
        Network network = networks.get(key);
        boolean isFirst = network == null;
        if (isFirst) {
            network = new Network(key);
            networks.put(key, network);
        }
        Waiting turn = new Waiting(network, task);
        network.turns.add(turn);
        waiting++;
        if (isFirst) {
            enqueue(network);
        }
        return turn;
    }

    private void enqueue(Network network) {
        boolean taken = false;
        try {
            executor.execute(() -> takeTurn(network));
            taken = true;
        } finally {
            if (!taken) {
                remove(network);
            }
        }
    }

    private void takeTurn(Network network) {
        next(network).forEach(Runnable::run);
    }

    /** The next task. If the executor does not accept tasks, because it has stopped or has no thread, all of them, so that none is lost. */
    private synchronized List<Runnable> next(Network network) {
        List<Runnable> tasks = new ArrayList<>();
        poll(network, tasks);
        if (network.turns.isEmpty()) {
            remove(network);
            return tasks;
        }
        List<Waiting> left = new ArrayList<>(network.turns);
        try {
            enqueue(network);
        } catch (RejectedExecutionException | Error e) {
            left.forEach(turn -> tasks.add(turn.task));
        }
        return tasks;
    }

    private void poll(Network network, List<Runnable> tasks) {
        Waiting first = network.turns.poll();
        if (first != null) {
            waiting--;
            tasks.add(first.task);
        }
    }

    private void remove(Network network) {
        networks.remove(network.key);
        waiting -= network.turns.size();
        network.turns.clear();
    }

    /** How many tasks wait for their turn. */
    public synchronized int waiting() {
        return waiting;
    }

    /** How many tasks of the client's network wait for their turn. */
    synchronized int waiting(InetAddress client) {
        Network network = networks.get(keys.ofLargestNetwork(client));
        return network == null ? 0 : network.turns.size();
    }

    /** How many networks have a task in the executor's queue. */
    synchronized int networks() {
        return networks.size();
    }

    /** A task that waits for its turn. */
    public interface Turn {
        /**
         * Cancels the task.
         *
         * @return true if the task had not begun; it will never run
         */
        boolean giveUp();
    }

    private final class Waiting implements Turn {
        private final Network network;
        private final Runnable task;

        private Waiting(Network network, Runnable task) {
            this.network = network;
            this.task = task;
        }

        @Override
        public boolean giveUp() {
            synchronized (NetworkTurns.this) {
                boolean removed = network.turns.remove(this);
                waiting -= removed ? 1 : 0;
                return removed;
            }
        }
    }

    private static final class Network {
        private final long key;
        private final Deque<Waiting> turns = new ArrayDeque<>();

        private Network(long key) {
            this.key = key;
        }
    }
}
