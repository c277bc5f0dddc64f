// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.awaitility.Awaitility.await;

import com.google.common.io.Closer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nl.digipoort.james.server.model.AuditRecord;
import nl.digipoort.james.testing.SteppedClock;
import nl.digipoort.james.testing.TestPostgres;

/**
 * What the model check runs on: a PostgreSQL and two nodes, each with a link of its own to it. All three clocks can be stepped. The database and node A
 * are on small disks, if this user may mount some.
 */
final class ModelCluster implements AutoCloseable {
    private static final int MEGABYTES = 400;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Closer closer = Closer.create();
    private final List<SteppedClock> clocks = new ArrayList<>();
    private final TestPostgres postgres;
    private final List<ModelNode> nodes;
    private final List<SmallFileSystem> disks = new ArrayList<>();

    private ModelCluster(Path scratch) throws Exception {
        try {
            postgres = TestPostgres.in(
                    folder(disk(scratch.resolve("database")).resolve("data")),
                    clock(scratch.resolve("database-clock")));
            closer.register(postgres::close);
            // one after the other: the first creates the tables
            nodes = List.of(
                    node("A", disk(scratch.resolve("a")), clock(scratch.resolve("a-clock"))),
                    node("B", folder(scratch.resolve("b")), clock(scratch.resolve("b-clock"))));
        } catch (Exception e) {
            closer.close();
            throw e;
        }
    }

    /** In an empty folder, which everybody may enter from now on: PostgreSQL runs as a user of its own. */
    static ModelCluster start(Path scratch) throws Exception {
        TestPostgres.requireBinaries();
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new ModelCluster(scratch);
    }

    private ModelNode node(String name, Path folder, Map<String, String> environment) throws Exception {
        ModelNode node = ModelNode.start(name, folder.resolve("home"), postgres, environment);
        closer.register(node::close);
        return node;
    }

    private Map<String, String> clock(Path folder) throws IOException {
        SteppedClock clock = SteppedClock.in(folder(folder));
        clocks.add(clock);
        return clock.environment();
    }

    private static Path folder(Path folder) throws IOException {
        return Files.createDirectories(folder);
    }

    private Path disk(Path folder) throws IOException {
        folder(folder);
        if (!SmallFileSystem.isPossible()) {
            return folder;
        }
        SmallFileSystem disk = SmallFileSystem.tmpfs(folder, MEGABYTES);
        closer.register(disk::close);
        disks.add(disk);
        return disk.folder();
    }

    List<ModelNode> nodes() {
        return nodes;
    }

    TestPostgres postgres() {
        return postgres;
    }

    /** Of the database and of each node. */
    List<SteppedClock> clocks() {
        return clocks;
    }

    List<SmallFileSystem> disks() {
        return disks;
    }

    /** Nothing is held any more, and nobody has a lock. */
    void awaitQuiet() {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            for (ModelNode node : nodes) {
                if (!node.gateway().webAdmin().get("/digipoort/held").equals("[]")
                        || !node.gateway().webAdmin().get("/digipoort/locks").equals("[]")) {
                    return false;
                }
            }
            return true;
        });
    }

    List<AuditRecord> audit() throws IOException {
        List<AuditRecord> audit = new ArrayList<>();
        for (ModelNode node : nodes) {
            audit.addAll(node.audit());
        }
        return audit;
    }

    @Override
    public void close() throws IOException {
        closer.close();
    }
}
