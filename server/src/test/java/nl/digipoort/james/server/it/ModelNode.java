// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.model.AuditRecord;
import nl.digipoort.james.testing.JsonLines;
import nl.digipoort.james.testing.TestPostgres;

/** A node of the model check: its home, its link to the database, and the server that runs there, which may be killed and started again. */
final class ModelNode implements AutoCloseable {
    private final String name;
    private final Path home;
    private final DatabaseLink link;
    private final Map<String, String> environment;
    private volatile TestGateway gateway;

    private ModelNode(String name, Path home, DatabaseLink link, Map<String, String> environment) {
        this.name = name;
        this.home = home;
        this.link = link;
        this.environment = environment;
    }

    /** @param environment what the server has in it besides */
    static ModelNode start(String name, Path home, TestPostgres postgres, Map<String, String> environment)
            throws Exception {
        ChangedConfiguration.nodeOnPostgres(home, TwoNodes.ONE_KEY, TwoNodes.LEASE);
        // the trail and the log may find the disk full: no floor stands in front
        ChangedConfiguration.change(home, "<freeSpace>256</freeSpace>", "<freeSpace>0</freeSpace>");
        DatabaseLink link = DatabaseLink.to(postgres.port());
        Map<String, String> all = new HashMap<>(environment);
        all.put("DIGIPOORT_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + link.port() + "/postgres");
        all.put("DIGIPOORT_DATABASE_USER", postgres.user());
        all.put("DIGIPOORT_DATABASE_PASSWORD", "not asked for");
        ModelNode node = new ModelNode(name, home, link, all);
        node.start();
        return node;
    }

    /** After a kill: a new process on the same home, with other ports. */
    void start() throws Exception {
        gateway = TestGateway.on(EmbeddedGateway.start(home, environment));
    }

    String name() {
        return name;
    }

    DatabaseLink link() {
        return link;
    }

    TestGateway gateway() {
        return gateway;
    }

    List<AuditRecord> audit() throws IOException {
        List<AuditRecord> records = new ArrayList<>();
        try (Stream<Path> files = Files.list(home.resolve("var/audit"))) {
            for (Path file : files.toList()) {
                JsonLines.read(file).forEach(line -> records.add(AuditRecord.of(name, line)));
            }
        }
        return records;
    }

    /** Copies what its server has written about itself. */
    void copyLogs(Path folder) throws IOException {
        copy(home.resolveSibling(home.getFileName() + ".stderr"), folder.resolve(name + ".stderr"));
        try (Stream<Path> files = Files.walk(home.resolve("var"))) {
            files.filter(file ->
                            file.toString().contains(".log") || file.toString().contains(".jsonl"))
                    .filter(Files::isRegularFile)
                    .forEach(file -> copy(file, folder.resolve(name + "-" + file.getFileName())));
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        gateway.close();
        link.close();
    }
}
