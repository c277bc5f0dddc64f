// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.distributed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import nl.digipoort.james.benchmarks.client.Pop3Client;
import nl.digipoort.james.benchmarks.peer.Certificate;
import nl.digipoort.james.benchmarks.peer.DistributedNode;
import nl.digipoort.james.benchmarks.process.Scratch;
import nl.digipoort.james.benchmarks.report.ServerResult;

/** Starts an assembly for each number of nodes of Cassandra, and measures it. */
public final class DistributedBenchmark {
    private final Path project;
    private final Path distribution;
    private final List<String> javaOptions;
    private final Consumer<String> log;

    public DistributedBenchmark(Path project, Path distribution, List<String> javaOptions, Consumer<String> log) {
        this.project = project;
        this.distribution = distribution;
        this.javaOptions = javaOptions;
        this.log = log;
    }

    public List<ServerResult> run(DistributedPlan plan) throws Exception {
        List<ServerResult> results = new ArrayList<>();
        for (int cassandra : plan.cassandra()) {
            Path scratch = Files.createTempDirectory("digipoort-bench");
            try {
                results.add(measure(plan, cassandra, scratch));
            } finally {
                Scratch.delete(scratch);
            }
        }
        return results;
    }

    /** The name of an assembly in the results. */
    static String name(int cassandra) {
        return "two-nodes-cassandra-" + cassandra;
    }

    private ServerResult measure(DistributedPlan plan, int cassandra, Path scratch) throws Exception {
        log.accept(name(cassandra) + ": starting");
        try (Backends backends = Backends.start(project, cassandra);
                Pop3Client pop3 = new Pop3Client();
                DistributedNode first = DistributedNode.first(
                        distribution,
                        scratch.resolve("a"),
                        javaOptions,
                        backends.options(),
                        backends.rabbitMqPassword())) {
            first.configure(Certificate.make(scratch), backends.copies());
            try (DistributedNode second = first.copy(scratch.resolve("b"))) {
                first.start();
                second.start();
                log.accept(name(cassandra) + ": started");
                DistributedRun run = new DistributedRun(backends, List.of(first, second), pop3, log);
                return new ServerResult(
                        name(cassandra),
                        "two nodes of the distributed server, " + String.join(" ", javaOptions) + "; " + cassandra
                                + " of Cassandra 4.1.9",
                        run.run(plan));
            }
        }
    }
}
