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
import nl.digipoort.james.server.model.History;
import nl.digipoort.james.server.model.Violation;

/** Runs one seed, or as many as the properties say, on a cluster, and holds each history against the guarantees. */
final class ModelCheck {
    private static final String SEEDS = System.getProperty("digipoort.model.seeds", "1");
    private static final int MINUTES = Integer.getInteger("digipoort.model.minutes", 0);

    private final ModelCluster cluster;
    private final String name;
    private final int seconds;

    /**
     * @param name of the folders with what was found
     * @param seconds of one seed, if the property does not say it
     */
    ModelCheck(ModelCluster cluster, String name, int seconds) {
        this.cluster = cluster;
        this.name = name;
        this.seconds = Integer.getInteger("digipoort.model.seconds", seconds);
    }

    void run() throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(MINUTES).toNanos();
        List<Long> seeds = new ArrayList<>(
                Stream.of(SEEDS.split(",", -1)).map(Long::valueOf).toList());

        for (int i = 0; i < seeds.size(); i++) {
            check(seeds.get(i));
            if (i == seeds.size() - 1 && System.nanoTime() - end < 0) {
                seeds.add(seeds.get(i) + 1);
            }
        }
    }

    private void check(long seed) throws Exception {
        Path folder = Files.createDirectories(Path.of("target", "model-check", name + "-" + seed));
        ModelRun run = new ModelRun(cluster, seed);
        try {
            run.during(Duration.ofSeconds(seconds));
        } catch (Exception e) {
            keepWhatCanBeRead(folder, run, e);
            throw e;
        }
        History history = run.history();

        List<Violation> violations = cluster.check(history);

        Files.write(folder.resolve("summary"), List.of(history.summary()));
        history.write(folder.resolve("history.jsonl"));
        if (!violations.isEmpty()) {
            keep(folder, history);
        }
        assertThat(violations)
                .as(
                        "see %s; again: -Ddigipoort.model.seeds=%d -Ddigipoort.model.seconds=%d",
                        folder.toAbsolutePath(), seed, seconds)
                .isEmpty();
        assertThat(history.acknowledged()).as(history.summary()).isGreaterThan(seconds / 4);
        assertThat(history.opened()).as(history.summary()).isGreaterThan(seconds / 10);
    }

    /** A trail may end in the middle of a record. */
    private void keepWhatCanBeRead(Path folder, ModelRun run, Exception cause) {
        try {
            keep(folder, run.history());
        } catch (Exception e) {
            cause.addSuppressed(e);
        }
    }

    private void keep(Path folder, History history) throws IOException {
        history.write(folder.resolve("history.jsonl"));
        Files.write(
                folder.resolve("violations"),
                cluster.check(history).stream().map(Violation::toString).toList());
        for (ModelNode node : cluster.nodes()) {
            node.copyLogs(folder);
        }
    }
}
