// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import com.google.common.io.Closer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.testing.SteppedClock;
import nl.digipoort.james.testing.TestPostgres;

/**
 * A PostgreSQL and two nodes, each with a link of its own to it. All three clocks can be stepped. The database and node A
 * are on small disks, if this user may mount some.
 */
final class PostgresModelCluster implements ModelCluster, AutoCloseable {
    private static final int MEGABYTES = 400;

    private final Closer closer = Closer.create();
    private final List<SteppedClock> clocks = new ArrayList<>();
    private final TestPostgres postgres;
    private final List<ModelNode> nodes;
    private final List<DatabaseLink> links = new ArrayList<>();
    private final List<SmallFileSystem> disks = new ArrayList<>();

    private PostgresModelCluster(Path scratch) throws Exception {
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
    static PostgresModelCluster start(Path scratch) throws Exception {
        TestPostgres.requireBinaries();
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new PostgresModelCluster(scratch);
    }

    private ModelNode node(String name, Path folder, Map<String, String> environment) throws Exception {
        Path home = ChangedConfiguration.nodeOnPostgres(folder.resolve("home"), TwoNodes.ONE_KEY, TwoNodes.LEASE);
        // the trail and the log may find the disk full: no floor stands in front
        ChangedConfiguration.change(home, "<freeSpace>256</freeSpace>", "<freeSpace>0</freeSpace>");
        DatabaseLink link = DatabaseLink.to(postgres.port());
        closer.register(link::close);
        links.add(link);
        Map<String, String> all = new HashMap<>(environment);
        all.put("DIGIPOORT_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + link.port() + "/postgres");
        all.put("DIGIPOORT_DATABASE_USER", postgres.user());
        all.put("DIGIPOORT_DATABASE_PASSWORD", "not asked for");
        ModelNode node = ModelNode.start(name, () -> TestGateway.on(EmbeddedGateway.start(home, all)));
        closer.register(() -> node.gateway().close());
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

    @Override
    public List<ModelNode> nodes() {
        return nodes;
    }

    @Override
    public List<ModelFaults> faults() {
        NodeFaults ofNodes = new NodeFaults(nodes, postgres);
        PostgresFaults others = new PostgresFaults(postgres, links, disks, clocks);
        return List.of(
                ModelFaults.of(Duration.ofSeconds(2), others.cut(), others.silence(), ofNodes.kill(), ofNodes.pause()),
                ModelFaults.of(Duration.ofSeconds(15), others.crash(), others.fillDisk(), others.stepClock()));
    }

    @Override
    public void close() throws IOException {
        closer.close();
    }
}
