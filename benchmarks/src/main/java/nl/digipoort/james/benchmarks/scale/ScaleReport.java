// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scale;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nl.digipoort.james.benchmarks.measure.Figure;
import nl.digipoort.james.benchmarks.report.Measured;
import nl.digipoort.james.benchmarks.report.Results;
import nl.digipoort.james.benchmarks.report.Table;

/** The tables of docs/operate/scale.md: what is measured, the simulation of the same, and what it says of more. */
public final class ScaleReport {
    private static final List<String> SCENARIOS = List.of(Costs.DELIVERY, Costs.SESSION, Costs.EMPTY);
    private static final int SMALL = 1;
    private static final int LARGE = 3;

    private final Results results;
    private final Measured measured;
    private final double kibibytesASession;

    /** @param others the results of everything else, for the memory of an idle session */
    public ScaleReport(Results distributed, Results others) {
        this.results = distributed;
        this.measured = new Measured(distributed);
        this.kibibytesASession = new Measured(others)
                .find("digipoort", "idle", Figure.LIVE_KIB_PER_SESSION)
                .orElseThrow()
                .median();
    }

    /** By the names that they have on the page. */
    public Map<String, String> tables() {
        ScalePlan plan = new ScalePlan(Costs.from(measured, LARGE));
        List<ScalePlan.Row> rows = plan.rows();
        Assembly assembly = rows.get(0).assembly();
        int open = rows.stream()
                .filter(row -> row.assembly().equals(assembly))
                .mapToInt(row -> row.outcome().open())
                .skip(1)
                .findFirst()
                .orElseThrow();
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put("run", run().text());
        tables.put("requests", requests().text());
        tables.put("costs", costs().text());
        tables.put("calibration", calibration().text());
        tables.put("plan", plan(rows).text());
        tables.put("disk", Sizing.disk(assembly.cassandra()).text());
        tables.put("network", Sizing.rest(assembly, open, kibibytesASession).text());
        return tables;
    }

    private Table run() {
        Table table = new Table("", "");
        table.row("date", results.date());
        table.row("command", ("`benchmarks/run " + results.commandLine()).strip() + "`");
        results.machine().forEach(table::row);
        results.plan().forEach(table::row);
        return table;
    }

    private Table requests() {
        Table table = new Table(
                "One",
                "Lightweight transactions: ours",
                "James's",
                "Reads at `SERIAL`",
                "Reads: ours",
                "James's",
                "Writes: ours",
                "James's");
        for (String scenario : SCENARIOS) {
            double ownTransactions = many(scenario, Figure.OWN_TRANSACTIONS);
            double ownReads = many(scenario, Figure.OWN_READS);
            double ownWrites = many(scenario, Figure.OWN_WRITES);
            table.row(
                    scenario,
                    number(ownTransactions),
                    number(many(scenario, Figure.TRANSACTIONS) - ownTransactions),
                    number(many(scenario, Figure.SERIAL_READS)),
                    number(ownReads),
                    number(many(scenario, Figure.READS) - ownReads),
                    number(ownWrites),
                    number(many(scenario, Figure.WRITES) - ownWrites));
        }
        return table;
    }

    private double many(String scenario, Figure figure) {
        return figure(SMALL, scenario, Costs.MANY, figure);
    }

    private Table costs() {
        Table table = new Table(
                "Cassandra",
                "One",
                "Clients",
                "A second",
                "Median, ms",
                "95 %, ms",
                "CPU of James, ms",
                "of Cassandra",
                "of RabbitMQ",
                "Processors there");
        for (int cassandra : List.of(SMALL, LARGE)) {
            for (String scenario : SCENARIOS) {
                for (int clients : measured.sizes(scenario)) {
                    table.row(
                            Integer.toString(cassandra),
                            scenario,
                            Integer.toString(clients),
                            number(figure(cassandra, scenario, clients, Figure.OPERATIONS_PER_SECOND)),
                            number(figure(cassandra, scenario, clients, Figure.P50_MILLIS)),
                            number(figure(cassandra, scenario, clients, Figure.P95_MILLIS)),
                            number(figure(cassandra, scenario, clients, Figure.JAMES_CPU_MILLIS)),
                            number(figure(cassandra, scenario, clients, Figure.CASSANDRA_CPU_MILLIS)),
                            number(figure(cassandra, scenario, clients, Figure.RABBITMQ_CPU_MILLIS)),
                            number(figure(cassandra, scenario, clients, Figure.PROCESSORS)));
                }
            }
        }
        return table;
    }

    private Table calibration() {
        Table table = new Table(
                "Cassandra",
                "One",
                "Clients",
                "A second: measured",
                "simulated",
                "off by",
                "Median, ms: measured",
                "simulated",
                "off by");
        for (Agreement.Point point : new Agreement(measured).points(List.of(SMALL, LARGE))) {
            table.row(
                    Integer.toString(point.cassandra()),
                    point.scenario(),
                    Integer.toString(point.clients()),
                    number(point.rate()),
                    number(point.simulated().rate()),
                    signed(point.rateOff()),
                    number(point.median()),
                    number(point.simulated().median()),
                    signed(point.medianOff()));
        }
        return table;
    }

    private static Table plan(List<ScalePlan.Row> rows) {
        Table table = new Table(
                "Load",
                "James",
                "Cassandra",
                "CPU of James",
                "of Cassandra",
                "Threads",
                "Session: median, 95 %, ms",
                "Delivery: 95 %, ms",
                "Open sessions, a node",
                "`[IN-USE]`",
                "Turned away: `[SYS/TEMP]`",
                "`421`",
                "Held",
                "Longest wait, s");
        for (ScalePlan.Row row : rows) {
            PeakModel.Outcome outcome = row.outcome();
            table.row(
                    row.name(),
                    Integer.toString(row.assembly().james()),
                    Integer.toString(row.assembly().cassandra()),
                    percent(outcome.james()),
                    percent(outcome.cassandra()),
                    percent(outcome.threads()),
                    number(outcome.median()) + ", " + number(outcome.high()),
                    number(outcome.deliveryHigh()),
                    Integer.toString(outcome.open()),
                    Integer.toString(outcome.inUse()),
                    Integer.toString(outcome.busy()),
                    Integer.toString(outcome.deferred()),
                    Integer.toString(outcome.held()),
                    number(outcome.longestWait() / 1000));
        }
        return table;
    }

    private double figure(int cassandra, String scenario, int clients, Figure figure) {
        return Costs.figure(measured, cassandra, scenario, clients, figure);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }

    private static String signed(double share) {
        return String.format(Locale.ROOT, "%+.0f %%", share * 100);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
    }
}
