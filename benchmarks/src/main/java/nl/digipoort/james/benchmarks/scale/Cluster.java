// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scale;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The machines and thread pools of an assembly, and the way of an operation through them. */
final class Cluster {
    /** Which of a node's two pools does the work. */
    enum Pool {
        POP3,
        SMTP
    }

    /** A step: James works, a quorum of the replicas works, the third replica goes on by itself. */
    private final class Way {
        private final int node;
        private final Pool pool;
        private final Cost cost;
        private final double pause;
        private final Runnable done;
        private int left;

        Way(int node, Pool pool, Cost cost, double pauses, Runnable done) {
            this.node = node;
            this.pool = pool;
            this.cost = cost;
            this.left = cost.steps();
            this.pause = pauses / left;
            this.done = done;
        }

        void next() {
            if (left-- == 0) {
                done.run();
                return;
            }
            if (assembly.together()) {
                work(machine(), cost.rabbitMq(), () -> {});
                work(machine(), cost.client(), this::pause);
            } else {
                pause();
            }
        }

        private void pause() {
            simulation.after(pause, () -> threads(node, pool).take(() -> work(machine(), cost.james(), this::ask)));
        }

        private Station machine() {
            return james.get(node);
        }

        /** A step's share of that work, and beside it what nobody waits for. */
        private void work(Station station, double millis, Runnable then) {
            double share = simulation.exponential(millis / cost.steps() / assembly.speed());
            station.work(share * cost.path(), then);
            if (cost.path() < 1) {
                station.work(share * (1 - cost.path()), () -> {});
            }
        }

        private void ask() {
            double waits = (cost.idle() + cost.roundTrips() * assembly.roundTrip()) / cost.steps();
            simulation.after(waits, () -> replicas(this::answered));
        }

        private void answered() {
            if (!dead.contains(james.get(node))) {
                threads(node, pool).release();
                next();
            }
        }

        private void replicas(Runnable answered) {
            List<Station> replicas = someReplicas();
            int[] answers = new int[1];
            for (Station replica : replicas) {
                work(replica, cost.cassandra() / assembly.copies(), () -> {
                    if (++answers[0] == assembly.copies() / 2 + 1) {
                        answered.run();
                    }
                });
            }
        }
    }

    private final Simulation simulation;
    private final Assembly assembly;
    private final List<Station> james;
    private final List<Station> cassandra;
    private final List<Station> pop3;
    private final List<Station> smtp;
    private final Set<Station> dead = new HashSet<>();
    private int turn;

    Cluster(Simulation simulation, Assembly assembly) {
        this.simulation = simulation;
        this.assembly = assembly;
        Station one = new Station(simulation, assembly.cores());
        this.james = stations(assembly.james(), one);
        this.cassandra = stations(assembly.cassandra(), one);
        this.pop3 = pools();
        this.smtp = pools();
    }

    private List<Station> stations(int count, Station one) {
        return IntStream.range(0, count)
                .mapToObj(i -> assembly.together() ? one : new Station(simulation, assembly.cores()))
                .toList();
    }

    private List<Station> pools() {
        return IntStream.range(0, assembly.james())
                .mapToObj(i -> new Station(simulation, assembly.threads()))
                .toList();
    }

    /** @param pauses of the client, in all; they hold no thread */
    void operation(int node, Pool pool, Cost cost, double pauses, Runnable done) {
        new Way(node, pool, cost, pauses, done).next();
    }

    private List<Station> someReplicas() {
        int first = simulation.below(cassandra.size());
        return IntStream.range(0, assembly.copies())
                .mapToObj(i -> cassandra.get((first + i) % cassandra.size()))
                .filter(replica -> !dead.contains(replica))
                .toList();
    }

    /** The nodes of James in turn, without those that are dead. */
    int nextNode() {
        do {
            turn = (turn + 1) % james.size();
        } while (dead.contains(james.get(turn)));
        return turn;
    }

    /** How many wait for a thread. */
    int waiting(int node, Pool pool) {
        return threads(node, pool).waiting();
    }

    private Station threads(int node, Pool pool) {
        return (pool == Pool.POP3 ? pop3 : smtp).get(node);
    }

    void killJames(int node) {
        dead.add(james.get(node));
    }

    void killCassandra(int node) {
        dead.add(cassandra.get(node));
    }

    /** The living ones; so are the next two. */
    List<Station> james() {
        return living(james);
    }

    List<Station> cassandra() {
        return living(cassandra);
    }

    /** Of POP3. */
    List<Station> threads() {
        return IntStream.range(0, pop3.size())
                .filter(node -> !dead.contains(james.get(node)))
                .mapToObj(pop3::get)
                .toList();
    }

    private List<Station> living(List<Station> stations) {
        return stations.stream().filter(station -> !dead.contains(station)).toList();
    }
}
