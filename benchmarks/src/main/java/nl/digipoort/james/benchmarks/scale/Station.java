// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scale;

import java.util.ArrayDeque;
import java.util.Queue;

/** The cores of a machine, or the threads of a pool: who comes first gets the next that is free. */
final class Station {
    private final Simulation simulation;
    private final int servers;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int busy;
    private double busyTime;
    private double changed;

    Station(Simulation simulation, int servers) {
        this.simulation = simulation;
        this.servers = servers;
    }

    /** Takes one as soon as there is one; it must be released. */
    void take(Runnable then) {
        if (busy == servers) {
            waiting.add(then);
        } else {
            count(1);
            then.run();
        }
    }

    void release() {
        Runnable next = waiting.poll();
        if (next == null) {
            count(-1);
        } else {
            simulation.after(0, next);
        }
    }

    /** Works for a time, and goes on. */
    void work(double time, Runnable then) {
        take(() -> simulation.after(time, () -> {
            release();
            then.run();
        }));
    }

    private void count(int change) {
        busyTime = busyTime();
        changed = simulation.now();
        busy += change;
    }

    /** The sum over all servers so far. */
    double busyTime() {
        return busyTime + busy * (simulation.now() - changed);
    }

    int servers() {
        return servers;
    }

    int waiting() {
        return waiting.size();
    }
}
