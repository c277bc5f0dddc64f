// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scale;

import java.util.ArrayList;
import java.util.List;

/** The smallest assembly that stands the peak without any one of its nodes, and what happens to it and to smaller ones. */
final class ScalePlan {
    static final int CORES = 8;
    static final int THREADS = 64;

    /** Of the processors in the peak, with a node missing. */
    private static final double MOST_USE = 0.7;

    private static final int MOST_NODES = 100;
    private static final double LONGEST_SESSION = 1_000;
    /** Between two data centres. */
    private static final double FAR = 2;

    private final Costs costs;

    /** @param name what comes, and what is different */
    record Row(String name, Assembly assembly, PeakModel.Outcome outcome) {}

    ScalePlan(Costs costs) {
        this.costs = costs;
    }

    Assembly smallest() {
        Demand peak = Demand.busiest();
        Cost session = costs.empty().plus(Demand.MESSAGES_A_POLL, costs.one());
        int james = nodes(peak.inTheMinute() * session.james()
                + peak.messages() * costs.delivery().james());
        int cassandra = nodes(peak.inTheMinute() * session.cassandra()
                + peak.messages() * costs.delivery().cassandra());
        while (!stands(Assembly.apart(james, Math.max(cassandra, Assembly.COPIES), CORES, THREADS))) {
            if (++james > MOST_NODES) {
                throw new IllegalStateException("no number of nodes is enough for " + costs);
            }
        }
        return Assembly.apart(james + 1, Math.max(cassandra, Assembly.COPIES) + 1, CORES, THREADS);
    }

    /** @param work milliseconds a second */
    private static int nodes(double work) {
        return (int) Math.ceil(work / 1000 / CORES / MOST_USE);
    }

    private boolean stands(Assembly assembly) {
        PeakModel.Outcome outcome = PeakModel.run(assembly, costs, Demand.busiest(), Failure.NONE);
        return outcome.busy() == 0 && outcome.deferred() == 0 && outcome.high() <= LONGEST_SESSION;
    }

    List<Row> rows() {
        Assembly plan = smallest();
        Demand peak = Demand.busiest();
        List<Row> rows = new ArrayList<>();
        rows.add(row("the mean of the day", plan, Demand.mean(), Failure.NONE));
        rows.add(row("the peak", plan, peak, Failure.NONE));
        rows.add(row("the peak, a node of James dies", plan, peak, Failure.JAMES));
        rows.add(row("the peak, a node of Cassandra dies", plan, peak, Failure.CASSANDRA));
        rows.add(row("twice the peak", plan, peak.times(2), Failure.NONE));
        rows.add(row(
                "the peak, `maxExecutorCount` as shipped",
                plan.withThreads(Assembly.SHIPPED_THREADS),
                peak,
                Failure.NONE));
        rows.add(row("the peak, 2 ms between machines", plan.withRoundTrip(FAR), peak, Failure.NONE));
        rows.add(row(
                "the peak, half the nodes of James",
                Assembly.apart((plan.james() + 1) / 2, plan.cassandra(), CORES, THREADS),
                peak,
                Failure.NONE));
        rows.add(row(
                "the peak, half the nodes of Cassandra",
                Assembly.apart(plan.james(), Math.max(Assembly.COPIES, plan.cassandra() / 2), CORES, THREADS),
                peak,
                Failure.NONE));
        return rows;
    }

    private Row row(String name, Assembly assembly, Demand demand, Failure failure) {
        return new Row(name, assembly, PeakModel.run(assembly, costs, demand, failure));
    }
}
