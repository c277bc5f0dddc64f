// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import nl.digipoort.james.server.model.Checker;
import nl.digipoort.james.server.model.History;
import nl.digipoort.james.server.model.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Deliveries and sessions on two nodes, while nodes, links, database, disks and clocks fail; all that clients saw is held against the guarantees.
 * One seed in every build; more of them are for nights: see docs/assurance/model-check.md.
 */
class ModelCheckIT {
    private static final String SEEDS = System.getProperty("digipoort.model.seeds", "1");
    private static final int SECONDS = Integer.getInteger("digipoort.model.seconds", 60);
    private static final int MINUTES = Integer.getInteger("digipoort.model.minutes", 0);

    @TempDir
    Path scratch;

    @Test
    void keepsEveryGuaranteeWhateverFails() throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(MINUTES).toNanos();
        List<Long> seeds = new ArrayList<>(
                Stream.of(SEEDS.split(",", -1)).map(Long::valueOf).toList());

        try (ModelCluster cluster = ModelCluster.start(scratch)) {
            for (int i = 0; i < seeds.size(); i++) {
                check(cluster, seeds.get(i));
                if (i == seeds.size() - 1 && System.nanoTime() - end < 0) {
                    seeds.add(seeds.get(i) + 1);
                }
            }
        }
    }

    private static void check(ModelCluster cluster, long seed) throws Exception {
        Path folder = Files.createDirectories(Path.of("target", "model-check", Long.toString(seed)));
        ModelRun run = new ModelRun(cluster, seed);
        try {
            run.during(Duration.ofSeconds(SECONDS));
        } catch (Exception e) {
            keepWhatCanBeRead(cluster, folder, run, e);
            throw e;
        }
        History history = run.history();

        List<Violation> violations = Checker.check(history);

        Files.write(folder.resolve("summary"), List.of(history.summary()));
        history.write(folder.resolve("history.jsonl"));
        if (!violations.isEmpty()) {
            keep(cluster, folder, history);
        }
        assertThat(violations)
                .as(
                        "see %s; again: -Ddigipoort.model.seeds=%d -Ddigipoort.model.seconds=%d",
                        folder.toAbsolutePath(), seed, SECONDS)
                .isEmpty();
        assertThat(history.acknowledged()).as(history.summary()).isGreaterThan(SECONDS / 4);
        assertThat(history.opened()).as(history.summary()).isGreaterThan(SECONDS / 4);
    }

    /** A trail may end in the middle of a record. */
    private static void keepWhatCanBeRead(ModelCluster cluster, Path folder, ModelRun run, Exception cause) {
        try {
            keep(cluster, folder, run.history());
        } catch (Exception e) {
            cause.addSuppressed(e);
        }
    }

    private static void keep(ModelCluster cluster, Path folder, History history) throws IOException {
        history.write(folder.resolve("history.jsonl"));
        Files.write(
                folder.resolve("violations"),
                Checker.check(history).stream().map(Violation::toString).toList());
        for (ModelNode node : cluster.nodes()) {
            node.copyLogs(folder);
        }
    }
}
