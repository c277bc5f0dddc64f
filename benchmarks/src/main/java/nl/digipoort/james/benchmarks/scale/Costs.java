// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scale;

import java.util.List;
import nl.digipoort.james.benchmarks.measure.Figure;
import nl.digipoort.james.benchmarks.report.Measured;

/**
 * What the operations take, from the measured figures: processor times as they are on average with 8 and with 64 clients, when all processors are busy; the
 * wait as what one client alone waits beyond the work.
 */
record Costs(Cost delivery, Cost empty, Cost one) {
    static final String DELIVERY = "delivery";
    static final String SESSION = "session";
    static final String EMPTY = "empty";
    static final int MANY = 64;

    private static final List<Integer> BUSY = List.of(8, MANY);

    static Costs from(Measured measured, int cassandra) {
        return new Costs(
                cost(measured, cassandra, DELIVERY, Cluster.Pool.SMTP),
                cost(measured, cassandra, EMPTY, Cluster.Pool.POP3),
                cost(measured, cassandra, SESSION, Cluster.Pool.POP3));
    }

    static String server(int cassandra) {
        return "two-nodes-cassandra-" + cassandra;
    }

    private static Cost cost(Measured measured, int cassandra, String scenario, Cluster.Pool pool) {
        Cost work = new Cost(
                busy(measured, cassandra, scenario, Figure.JAMES_CPU_MILLIS),
                busy(measured, cassandra, scenario, Figure.CASSANDRA_CPU_MILLIS),
                busy(measured, cassandra, scenario, Figure.RABBITMQ_CPU_MILLIS),
                busy(measured, cassandra, scenario, Figure.CLIENT_CPU_MILLIS),
                1,
                0,
                busy(measured, cassandra, scenario, Figure.TRANSACTIONS),
                busy(measured, cassandra, scenario, Figure.SERIAL_READS)
                        + busy(measured, cassandra, scenario, Figure.READS)
                        + busy(measured, cassandra, scenario, Figure.WRITES));
        double alone = figure(measured, cassandra, scenario, 1, Figure.P50_MILLIS);
        double simulated = ClosedModel.run(assembly(measured, cassandra, scenario, 1), pool, work, 1)
                .median();
        return work.fitted(alone, simulated);
    }

    private static double busy(Measured measured, int cassandra, String scenario, Figure figure) {
        return BUSY.stream()
                .mapToDouble(clients -> figure(measured, cassandra, scenario, clients, figure))
                .average()
                .orElseThrow();
    }

    /** The measured one, with what it had of the processors. One client alone finds a free one. */
    static Assembly assembly(Measured measured, int cassandra, String scenario, int clients) {
        return Assembly.measured(
                cassandra,
                clients == 1 ? Assembly.PROCESSORS : figure(measured, cassandra, scenario, clients, Figure.PROCESSORS));
    }

    static double figure(Measured measured, int cassandra, String scenario, int clients, Figure figure) {
        return measured.median(server(cassandra), scenario, clients, figure).orElseThrow();
    }

    /** Of a session that fetches and deletes so many messages. */
    Cost session(int messages) {
        return empty.plus(messages, one);
    }
}
