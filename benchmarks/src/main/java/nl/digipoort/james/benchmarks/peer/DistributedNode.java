// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nl.digipoort.james.benchmarks.process.Child;
import nl.digipoort.james.benchmarks.process.ProcessTree;
import nl.digipoort.james.benchmarks.process.Scratch;

/**
 * A node of the distributed server as built. What differs from the configuration that it ships with is what differs for {@link Digipoort}; the
 * fast hash stays, since a DIGEST-MD5 login computes none.
 */
public final class DistributedNode implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(5);

    private final Path home;
    private final List<String> command;
    private final Map<String, String> environment;
    private Child server;
    private String ready;

    private DistributedNode(Path home, List<String> command, Map<String, String> environment) {
        this.home = home;
        this.command = command;
        this.environment = environment;
    }

    /**
     * Makes the home of a first node, without starting it.
     *
     * @param options of the command line, for where Cassandra and RabbitMQ are
     */
    public static DistributedNode first(
            Path distribution, Path home, List<String> javaOptions, List<String> options, String rabbitMqPassword)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Jvm.tool("java")));
        command.addAll(javaOptions);
        command.addAll(List.of(
                "-jar",
                distribution.resolve("lib/digipoort-james-server.jar").toString(),
                "run",
                "--assembly=distributed",
                "--bind=127.0.0.1",
                "--pop3-port=0",
                "--smtp-port=0",
                "--webadmin-port=0",
                "--jmx-port=0"));
        command.addAll(options);
        Map<String, String> passwords =
                Map.of("DIGIPOORT_RABBITMQ_PASSWORD", rabbitMqPassword, "DIGIPOORT_CASSANDRA_PASSWORD", "unused");
        DistributedNode node = new DistributedNode(home, command, passwords);
        node.makeHome();
        return node;
    }

    /** Without the passwords the first start makes the home, with the keys, and ends. */
    private void makeHome() throws IOException, InterruptedException {
        int status = new ProcessBuilder(commandLine())
                .redirectErrorStream(true)
                .redirectOutput(output().toFile())
                .start()
                .waitFor();
        if (!Files.exists(home.resolve("conf"))) {
            throw new IOException("no home, status " + status + ": " + Files.readString(output()));
        }
    }

    public void configure(Certificate certificate, int replicas) throws IOException {
        Path conf = home.resolve("conf");
        certificate.copyTo(conf.resolve("tls"));
        Digipoort.liftLimits(conf.resolve("pop3server.xml"));
        replace(conf.resolve("usersrepository.xml"), "<algorithm>.*</algorithm>", Digipoort.QUICK_HASH);
        replace(
                conf.resolve("cassandra.properties"),
                "(?m)^cassandra.replication.factor=.*$",
                "cassandra.replication.factor=" + replicas);
    }

    private static void replace(Path file, String pattern, String by) throws IOException {
        Files.writeString(file, Files.readString(file).replaceFirst(pattern, by));
    }

    /** A further node, with a copy of this one's configuration. */
    public DistributedNode copy(Path other) throws IOException {
        Scratch.copy(home.resolve("conf"), other.resolve("conf"));
        return new DistributedNode(other, command, environment);
    }

    public void start() throws IOException, InterruptedException {
        server = Child.start(output(), commandLine(), environment);
        ready = server.await("jmx=127.0.0.1:", START);
    }

    private Path output() {
        return home.resolveSibling(home.getFileName() + ".out");
    }

    private List<String> commandLine() {
        List<String> line = new ArrayList<>(command);
        line.add("--home=" + home);
        return line;
    }

    /** Empty maildrops. */
    public void make(List<Maildrop> maildrops) throws Exception {
        try (JamesAdministration james =
                JamesAdministration.connect(Digipoort.port(ready, "jmx"), home.resolve("conf"))) {
            new JamesContent(james, home).make(maildrops, 0);
        }
    }

    public InetSocketAddress pop3() {
        return Loopback.at(Digipoort.port(ready, "pop3"));
    }

    public InetSocketAddress smtp() {
        return Loopback.at(Digipoort.port(ready, "smtp"));
    }

    public ProcessTree process() {
        return server.tree();
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
