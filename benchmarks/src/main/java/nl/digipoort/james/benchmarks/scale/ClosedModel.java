// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scale;

/** So many clients that each do one operation after another: what is measured, simulated. */
final class ClosedModel {
    private static final long SEED = 20;
    private static final double TIME = 30_000;
    private static final double WARM_UP = 10_000;

    private ClosedModel() {}

    /** @param rate operations a second */
    record Outcome(double rate, double median, double high) {}

    static Outcome run(Assembly assembly, Cluster.Pool pool, Cost cost, int clients) {
        Simulation simulation = new Simulation(SEED);
        Cluster cluster = new Cluster(simulation, assembly);
        Times times = new Times();
        for (int client = 0; client < clients; client++) {
            repeat(simulation, cluster, client % assembly.james(), pool, cost, times);
        }
        simulation.run(WARM_UP + TIME);
        return new Outcome(times.count() * 1000 / TIME, times.percentile(0.5), times.percentile(0.95));
    }

    private static void repeat(
            Simulation simulation, Cluster cluster, int node, Cluster.Pool pool, Cost cost, Times times) {
        double from = simulation.now();
        cluster.operation(node, pool, cost, 0, () -> {
            if (simulation.now() > WARM_UP) {
                times.add(simulation.now() - from);
            }
            repeat(simulation, cluster, node, pool, cost, times);
        });
    }
}
