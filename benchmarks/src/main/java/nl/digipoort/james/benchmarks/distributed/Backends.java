// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.distributed;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import nl.digipoort.james.benchmarks.process.ProcessTree;
import nl.digipoort.james.testing.CassandraCounts;
import nl.digipoort.james.testing.TestCassandraCluster;
import nl.digipoort.james.testing.TestRabbitMq;

/** Cassandra and RabbitMQ as the tests start them, but Cassandra with both compilers and the parallel collector. */
final class Backends implements AutoCloseable {
    private static final int COPIES = 3;
    private static final String JARS = "digipoort.cassandra.jars";
    private static final String OPTIONS = "digipoort.cassandra.options";
    private static final String FASTER = "-XX:TieredStopAtLevel=4\n-XX:-UseSerialGC\n-XX:+UseParallelGC\n-Xmx1g";

    private final TestCassandraCluster cassandra;
    private final CassandraCounts counts;
    private final TestRabbitMq rabbitMq;

    private Backends(TestCassandraCluster cassandra, TestRabbitMq rabbitMq) {
        this.cassandra = cassandra;
        this.counts = CassandraCounts.of(cassandra.nodes());
        this.rabbitMq = rabbitMq;
    }

    static Backends start(Path project, int nodes) {
        System.setProperty(
                JARS, project.resolve("test-cassandra/target/cassandra-4.1").toString());
        System.setProperty(OPTIONS, FASTER);
        return new Backends(TestCassandraCluster.start(nodes), TestRabbitMq.start());
    }

    /** The options of the command line that name them. */
    List<String> options() {
        return List.of(
                "--cassandra=127.0.0.1:" + cassandra.nodes().get(0).address().getPort(),
                "--rabbitmq=" + rabbitMq.url(),
                "--rabbitmq-management=" + rabbitMq.managementUrl());
    }

    String rabbitMqPassword() {
        return rabbitMq.password();
    }

    CassandraCounts counts() {
        return counts;
    }

    /** Of Cassandra. */
    int nodes() {
        return cassandra.nodes().size();
    }

    /** Of each row. */
    int copies() {
        return Math.min(COPIES, nodes());
    }

    Duration cassandraCpu() {
        return cassandra.nodes().stream()
                .map(node -> new ProcessTree(node.pid()).cpu())
                .reduce(Duration.ZERO, Duration::plus);
    }

    Duration rabbitMqCpu() {
        return new ProcessTree(rabbitMq.pid()).cpu();
    }

    @Override
    public void close() throws IOException {
        counts.close();
        rabbitMq.close();
        cassandra.stop();
    }
}
