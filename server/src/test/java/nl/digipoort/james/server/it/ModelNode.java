// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import nl.digipoort.james.server.model.AuditRecord;
import nl.digipoort.james.testing.JsonLines;

/** A node of the model check: a server that may be killed and started again. */
final class ModelNode {
    private final String name;
    private final Start start;
    private volatile TestGateway gateway;

    private ModelNode(String name, Start start, TestGateway gateway) {
        this.name = name;
        this.start = start;
        this.gateway = gateway;
    }

    /** @param start on the same home each time */
    static ModelNode start(String name, Start start) throws Exception {
        return new ModelNode(name, start, start.gateway());
    }

    /** How its server is started. */
    interface Start {
        TestGateway gateway() throws Exception;
    }

    /** After a kill: a new process on the same home, with other ports. */
    void start() throws Exception {
        gateway = start.gateway();
    }

    String name() {
        return name;
    }

    TestGateway gateway() {
        return gateway;
    }

    private Path home() {
        return gateway.process().home();
    }

    List<AuditRecord> audit() throws IOException {
        List<AuditRecord> records = new ArrayList<>();
        try (Stream<Path> files = Files.list(home().resolve("var/audit"))) {
            for (Path file : files.toList()) {
                JsonLines.read(file).forEach(line -> records.add(AuditRecord.of(name, line)));
            }
        }
        return records;
    }

    /** Copies what its server has written about itself. */
    void copyLogs(Path folder) throws IOException {
        copy(home().resolveSibling(home().getFileName() + ".stderr"), folder.resolve(name + ".stderr"));
        try (Stream<Path> files = Files.walk(home().resolve("var"))) {
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
}
