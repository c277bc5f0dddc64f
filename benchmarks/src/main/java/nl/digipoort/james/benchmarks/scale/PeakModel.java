// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scale;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Three minutes of sessions and deliveries from outside; the second minute is the peak, and is what is reported. */
final class PeakModel {
    static final double MINUTE = 60_000;

    private static final long SEED = 20;
    private static final int CONNECTION_LIMIT = 2_000;
    private static final int WAITING_WORK = 200;
    private static final double LEASE = 60_600;
    private static final double RETRY = 10_000;
    /** A client's round trip over the Internet, and how many a session takes: TCP, STLS, TLS, the login, QUIT; two for each message. */
    private static final double CLIENT_ROUND_TRIP = 40;

    private static final int ROUND_TRIPS = 12;

    /**
     * @param james share of the time of its living nodes' cores, in the peak; so are the next two
     * @param threads of POP3's pools
     * @param median milliseconds of a session without the client's round trips
     * @param open most sessions on one node
     * @param inUse answers
     * @param busy clients that were refused with SYS/TEMP, however often they came
     * @param longestWait of a client, from its first attempt to its session
     */
    record Outcome(
            double james,
            double cassandra,
            double threads,
            double median,
            double high,
            double deliveryHigh,
            int open,
            int inUse,
            int busy,
            int deferred,
            int held,
            double longestWait) {}

    /** One client's attempt; {@code since} is when it first tried. */
    private record Session(int business, int node, double since) {}

    /** @param watched since when another node has watched the lock of one that is dead, or NaN */
    private record Lock(Session session, boolean orphan, double watched) {}

    /** @param busy the time that the servers of some stations have worked so far */
    private record Load(double busy, int servers) {
        static Load of(List<Station> stations) {
            return new Load(
                    stations.stream().mapToDouble(Station::busyTime).sum(),
                    stations.stream().mapToInt(Station::servers).sum());
        }

        double since(Load earlier) {
            return busy - earlier.busy;
        }

        double room(double time) {
            return servers * time;
        }
    }

    private final Simulation simulation = new Simulation(SEED);
    private final Costs costs;
    private final Demand demand;
    private final Cluster cluster;
    private final Map<Integer, Lock> locks = new HashMap<>();
    private final Map<Integer, Integer> heldMail = new HashMap<>();
    private final List<Set<Session>> open = new ArrayList<>();
    private final Times sessions = new Times();
    private final Times deliveries = new Times();
    private int mostOpen;
    private int inUse;
    private int busy;
    private int deferred;
    private int held;
    private double longestWait;

    private PeakModel(Assembly assembly, Costs costs, Demand demand) {
        this.costs = costs;
        this.demand = demand;
        this.cluster = new Cluster(simulation, assembly);
        for (int i = 0; i < assembly.james(); i++) {
            open.add(new LinkedHashSet<>());
        }
    }

    static Outcome run(Assembly assembly, Costs costs, Demand demand, Failure failure) {
        return new PeakModel(assembly, costs, demand).run(failure);
    }

    private Outcome run(Failure failure) {
        simulation.after(0, this::nextSession);
        simulation.after(0, this::nextDelivery);
        simulation.run(MINUTE);
        List<Load> begin = loads();
        simulation.run(MINUTE * 3 / 2);
        List<Load> middle = loads();
        fail(failure);
        List<Load> left = loads();
        simulation.run(2 * MINUTE);
        List<Load> end = loads();
        simulation.run(3 * MINUTE);
        double[] use = new double[end.size()];
        Arrays.setAll(
                use,
                i -> (end.get(i).since(left.get(i)) + middle.get(i).since(begin.get(i)))
                        / (begin.get(i).room(MINUTE / 2) + end.get(i).room(MINUTE / 2)));
        return new Outcome(
                use[0],
                use[1],
                use[2],
                sessions.percentile(0.5),
                sessions.percentile(0.95),
                deliveries.percentile(0.95),
                mostOpen,
                inUse,
                busy,
                deferred,
                held,
                longestWait);
    }

    /** Of the living nodes of James, of those of Cassandra, and of the threads of the former. */
    private List<Load> loads() {
        return List.of(Load.of(cluster.james()), Load.of(cluster.cassandra()), Load.of(cluster.threads()));
    }

    private void nextSession() {
        simulation.after(simulation.exponential(1000 / demand.most()), this::nextSession);
        if (simulation.uniform() < demand.sessionsAt(simulation.now()) / demand.most()) {
            connect(someBusiness(), simulation.now());
        }
    }

    /** Whose client has no session: nobody polls twice at a time. */
    private int someBusiness() {
        int business = simulation.below(Demand.BUSINESSES);
        return locks.containsKey(business) ? someBusiness() : business;
    }

    private void nextDelivery() {
        simulation.after(simulation.exponential(1000 / demand.messages()), this::nextDelivery);
        deliver(simulation.below(Demand.BUSINESSES));
    }

    private void connect(int business, double since) {
        int node = cluster.nextNode();
        if (open.get(node).size() >= CONNECTION_LIMIT || cluster.waiting(node, Cluster.Pool.POP3) >= WAITING_WORK) {
            busy += since == simulation.now() ? 1 : 0;
            later(business, since);
            return;
        }
        Lock lock = locks.get(business);
        if (lock != null && !isOver(lock)) {
            inUse++;
            if (lock.orphan() && Double.isNaN(lock.watched())) {
                locks.put(business, new Lock(lock.session(), true, simulation.now()));
            }
            cluster.operation(node, Cluster.Pool.POP3, costs.empty(), 0, () -> {});
            later(business, since);
            return;
        }
        play(new Session(business, node, since));
    }

    private boolean isOver(Lock lock) {
        return lock.orphan() && simulation.now() - lock.watched() >= LEASE;
    }

    private void later(int business, double since) {
        simulation.after(RETRY, () -> connect(business, since));
    }

    private void play(Session session) {
        locks.put(session.business(), new Lock(session, false, Double.NaN));
        Set<Session> here = open.get(session.node());
        here.add(session);
        mostOpen = Math.max(mostOpen, here.size());
        longestWait = Math.max(longestWait, simulation.now() - session.since());
        int messages = simulation.poisson(Demand.MESSAGES_A_POLL);
        double pauses = CLIENT_ROUND_TRIP * (ROUND_TRIPS + 2 * messages);
        double from = simulation.now();
        cluster.operation(session.node(), Cluster.Pool.POP3, costs.session(messages), pauses, () -> {
            if (here.remove(session)) {
                locks.remove(session.business());
                count(sessions, from + pauses);
                bringIn(session);
            }
        });
    }

    private void bringIn(Session session) {
        for (Integer mails = heldMail.remove(session.business()); mails != null && mails > 0; mails--) {
            cluster.operation(session.node(), Cluster.Pool.SMTP, costs.delivery(), 0, () -> {});
        }
    }

    private void deliver(int business) {
        int node = cluster.nextNode();
        if (cluster.waiting(node, Cluster.Pool.SMTP) >= WAITING_WORK) {
            deferred++;
            simulation.after(MINUTE, () -> deliver(business));
            return;
        }
        if (locks.containsKey(business)) {
            held++;
            heldMail.merge(business, 1, Integer::sum);
        }
        double from = simulation.now();
        cluster.operation(node, Cluster.Pool.SMTP, costs.delivery(), 0, () -> count(deliveries, from));
    }

    private void count(Times times, double from) {
        if (simulation.now() > MINUTE && simulation.now() <= 2 * MINUTE) {
            times.add(simulation.now() - from);
        }
    }

    private void fail(Failure failure) {
        if (failure == Failure.CASSANDRA) {
            cluster.killCassandra(0);
        } else if (failure == Failure.JAMES) {
            cluster.killJames(0);
            List<Session> gone = List.copyOf(open.get(0));
            open.get(0).clear();
            for (Session session : gone) {
                locks.put(session.business(), new Lock(session, true, Double.NaN));
                later(session.business(), simulation.now());
            }
        }
    }
}
