// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scale;

import java.util.ArrayList;
import java.util.List;
import nl.digipoort.james.benchmarks.measure.Figure;
import nl.digipoort.james.benchmarks.report.Measured;

/** The measured assemblies, simulated. */
final class Agreement {
    private final Measured measured;

    record Point(
            int cassandra, String scenario, int clients, double rate, double median, ClosedModel.Outcome simulated) {
        double rateOff() {
            return simulated.rate() / rate - 1;
        }

        double medianOff() {
            return simulated.median() / median - 1;
        }
    }

    Agreement(Measured measured) {
        this.measured = measured;
    }

    List<Point> points(List<Integer> assemblies) {
        List<Point> points = new ArrayList<>();
        for (int cassandra : assemblies) {
            Costs costs = Costs.from(measured, cassandra);
            points.addAll(points(cassandra, Costs.DELIVERY, Cluster.Pool.SMTP, costs.delivery()));
            points.addAll(points(cassandra, Costs.SESSION, Cluster.Pool.POP3, costs.one()));
            points.addAll(points(cassandra, Costs.EMPTY, Cluster.Pool.POP3, costs.empty()));
        }
        return points;
    }

    private List<Point> points(int cassandra, String scenario, Cluster.Pool pool, Cost cost) {
        return measured.sizes(scenario).stream()
                .map(clients -> new Point(
                        cassandra,
                        scenario,
                        clients,
                        Costs.figure(measured, cassandra, scenario, clients, Figure.OPERATIONS_PER_SECOND),
                        Costs.figure(measured, cassandra, scenario, clients, Figure.P50_MILLIS),
                        ClosedModel.run(Costs.assembly(measured, cassandra, scenario, clients), pool, cost, clients)))
                .toList();
    }
}
