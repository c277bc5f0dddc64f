// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.Outcome;
import nl.digipoort.james.testing.TestCassandra;
import nl.digipoort.james.testing.TestCassandraCluster;
import nl.digipoort.james.testing.TestRabbitMq;

/** Two servers, A and B, on three nodes of Cassandra, with a copy of each row on all, and one RabbitMQ, made and started as an operator does it. */
final class DistributedNodes implements AutoCloseable {
    static final int COPIES = 3;

    private final Path scratch;
    private final TestCassandraCluster cassandra;
    private final TestRabbitMq rabbitMq;
    private TestGateway a;
    private TestGateway b;

    private DistributedNodes(Path scratch, TestCassandraCluster cassandra, TestRabbitMq rabbitMq) {
        this.scratch = scratch;
        this.cassandra = cassandra;
        this.rabbitMq = rabbitMq;
    }

    static DistributedNodes start(Path scratch) throws Exception {
        TestRabbitMq.requirePackage();
        CompletableFuture<TestCassandraCluster> cassandra =
                CompletableFuture.supplyAsync(() -> TestCassandraCluster.start(COPIES));
        TestRabbitMq rabbitMq = TestRabbitMq.start();
        DistributedNodes nodes = new DistributedNodes(scratch, cassandra.join(), rabbitMq);
        try {
            nodes.startBoth();
            return nodes;
        } catch (Exception e) {
            nodes.close();
            throw e;
        }
    }

    /** One after another: the first creates the tables. The second gets the configuration of the first, with the key in it. */
    private void startBoth() throws Exception {
        assertThat(firstUse()).contains("conf/cassandra.properties: cassandra.password has no value");
        ChangedConfiguration.change(home("a"), "cassandra.properties", "cassandra.user=", "#");
        ChangedConfiguration.change(home("a"), "cassandra.properties", "cassandra.password=", "#");
        ChangedConfiguration.change(
                home("a"),
                "cassandra.properties",
                "cassandra.replication.factor=1",
                "cassandra.replication.factor=" + COPIES);
        ChangedConfiguration.makeFast(home("a").resolve("conf"));
        ChangedConfiguration.leaseFor(home("a"), TwoNodes.LEASE);
        copyConfiguration();
        a = start("a");
        b = start("b");
    }

    /** Makes the home; Cassandra's password is missing, and the one line says so. */
    private String firstUse() throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(
                List.of("run", "--assembly=distributed", "--home", home("a").toString()));
        arguments.addAll(parts());
        arguments.addAll(List.of("--pop3-port=0", "--smtp-port=0", "--webadmin-port=0", "--jmx-port=0"));
        Outcome outcome = Outcome.of(arguments.toArray(String[]::new));
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.stderr().lines()).hasSize(1);
        return outcome.stderr();
    }

    private void copyConfiguration() throws IOException {
        Path source = home("a").resolve("conf");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path copy = home("b").resolve("conf").resolve(source.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    private Path home(String node) {
        return scratch.resolve(node);
    }

    private List<String> parts() {
        return List.of(
                "--cassandra="
                        + cassandra.nodes().stream()
                                .map(TestCassandra::address)
                                .map(address -> address.getHostString() + ":" + address.getPort())
                                .collect(Collectors.joining(",")),
                "--rabbitmq=" + rabbitMq.url(),
                "--rabbitmq-management=" + rabbitMq.managementUrl());
    }

    private TestGateway start(String node) throws Exception {
        Map<String, String> environment = Map.of("DIGIPOORT_RABBITMQ_PASSWORD", rabbitMq.password());
        return TestGateway.on(EmbeddedGateway.startDistributed(home(node), environment, parts()));
    }

    TestGateway a() throws Exception {
        a = alive("a", a);
        return a;
    }

    TestGateway b() throws Exception {
        b = alive("b", b);
        return b;
    }

    /** Started again if a test has ended it. */
    private TestGateway alive(String node, TestGateway gateway) throws Exception {
        if (gateway.process().isAlive()) {
            return gateway;
        }
        gateway.close();
        return start(node);
    }

    TestCassandraCluster cassandra() {
        return cassandra;
    }

    TestRabbitMq rabbitMq() {
        return rabbitMq;
    }

    @Override
    public void close() {
        Stream.of(a, b).filter(Objects::nonNull).forEach(TestGateway::close);
        rabbitMq.close();
        cassandra.stop();
    }
}
