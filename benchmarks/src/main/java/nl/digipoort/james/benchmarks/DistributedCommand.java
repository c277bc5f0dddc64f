// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import nl.digipoort.james.benchmarks.distributed.DistributedBenchmark;
import nl.digipoort.james.benchmarks.distributed.DistributedPlan;
import nl.digipoort.james.benchmarks.report.Machine;
import nl.digipoort.james.benchmarks.report.Results;
import nl.digipoort.james.benchmarks.report.ServerResult;

/** Measures the distributed server; its results have a file of their own. */
final class DistributedCommand {
    private final Options options;
    private final Console console;

    DistributedCommand(Options options, Console console) {
        this.options = options;
        this.console = console;
    }

    /** True if every operation succeeded. */
    boolean run() throws Exception {
        boolean quick = options.has("--quick");
        DistributedPlan plan = new DistributedPlan(
                options.numbers("--cassandra", List.of(1, 3)),
                options.numbers("--clients", List.of(1, 8, 64)),
                Duration.ofSeconds(options.number("--warmup", quick ? 9 : 60)),
                Duration.ofSeconds(options.number("--measure", quick ? 3 : 20)));
        String date = OffsetDateTime.now(Clock.systemUTC())
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();
        Map<String, String> machine = Machine.describe();
        Path project = Peers.project(options);
        List<ServerResult> servers = new DistributedBenchmark(
                        project, Peers.distribution(options), Peers.javaOptions(options), console::line)
                .run(plan);
        Results results = new Results(date, machine, options.toString(), plan.describe(), servers);
        results.write(project.resolve(
                isWhole() ? "benchmarks/results/distributed.json" : "benchmarks/target/distributed.json"));
        return servers.stream().flatMap(server -> server.phases().stream()).allMatch(phase -> phase.failures()
                .isEmpty());
    }

    private boolean isWhole() {
        return Stream.of("--quick", "--cassandra", "--clients").noneMatch(options::has);
    }
}
