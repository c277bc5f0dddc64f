// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.digipoort.james.server.Distribution;
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
        prepareTheFirst();
        ChangedConfiguration.change(home("a"), "cassandra.properties", "cassandra.user=", "#");
        ChangedConfiguration.change(home("a"), "cassandra.properties", "cassandra.password=", "#");
        ChangedConfiguration.makeFast(home("a").resolve("conf"));
        ChangedConfiguration.leaseFor(home("a"), TwoNodes.LEASE);
        copyConfiguration("b");
        a = start("a");
        b = start("b");
    }

    /** As docs/operate/distributed.md says: without a password the home is made, and no keyspace; then the copies are set. */
    private void prepareTheFirst() throws Exception {
        String run = "./digipoort run --home node1 --assembly distributed";
        List<String> document = Files.readAllLines(Distribution.project().resolve("docs/operate/distributed.md"));
        assertThat(document).contains(run);

        Outcome outcome =
                Outcome.of(inHomeA(run.substring("./digipoort ".length())).split(" ", -1));

        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.stderr().lines())
                .singleElement()
                .asString()
                .contains("conf/cassandra.properties: cassandra.password has no value");
        List<String> changes =
                document.stream().filter(line -> line.startsWith("sed ")).toList();
        assertThat(changes).hasSize(1);
        RealClient.in(scratch).run("sh", "-c", inHomeA(changes.get(0)));
    }

    private String inHomeA(String command) {
        return command.replace("node1", home("a").toString());
    }

    private void copyConfiguration(String node) throws IOException {
        Path source = home("a").resolve("conf");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path copy = home(node).resolve("conf").resolve(source.relativize(file));
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
        return TestGateway.on(EmbeddedGateway.startDistributed(home(node), environment(), parts()));
    }

    private Map<String, String> environment() {
        return Map.of("DIGIPOORT_RABBITMQ_PASSWORD", rabbitMq.password());
    }

    /** Its log when it has begun to make the tables of another keyspace, with the setting for trials, and is ended. */
    String logOfOneCopy(String warning) throws Exception {
        copyConfiguration("trial");
        Path home = home("trial");
        ChangedConfiguration.change(
                home, "cassandra.properties", "replication.factor=" + COPIES, "replication.factor=1");
        ChangedConfiguration.change(home, "cassandra.properties", "keyspace=apache_james", "keyspace=trial");
        List<String> arguments = new ArrayList<>(List.of("run", "--assembly=distributed", "--home=" + home));
        arguments.addAll(parts());
        arguments.addAll(List.of("--pop3-port=0", "--smtp-port=0", "--webadmin-port=0", "--jmx-port=0"));
        Process process = Outcome.start(environment(), arguments.toArray(String[]::new));
        try {
            return await().atMost(Duration.ofMinutes(3)).until(() -> log("trial"), log -> log.contains(warning));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    String log(String node) throws IOException {
        Path log = home(node).resolve("var/log/digipoort.log");
        return Files.exists(log) ? Files.readString(log) : "";
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
