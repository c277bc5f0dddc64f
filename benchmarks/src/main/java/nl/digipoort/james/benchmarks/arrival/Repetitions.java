// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.arrival;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digipoort.james.benchmarks.measure.Figure;
import nl.digipoort.james.benchmarks.measure.Sample;
import nl.digipoort.james.benchmarks.scenario.Phase;

/** Measures one setting after another on a running server: warm-up rounds, the repetitions, and the syncs. */
final class Repetitions {
    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final long MOST_OCTETS_OF_SYNCS = 256L << 20;
    private static final int MESSAGES_OF_SYNCS = 50;

    private final WayIn server;
    private final SmtpSource source;
    private final ArrivalPlan plan;
    private final Path scratch;
    private final Log log;

    Repetitions(WayIn server, SmtpSource source, ArrivalPlan plan, Path scratch, Log log) {
        this.server = server;
        this.source = source;
        this.plan = plan;
        this.scratch = scratch;
        this.log = log;
    }

    /** The syncs are in a separate sample, where they can be counted. */
    Phase run(Setting setting, Duration warmUp) throws Exception {
        Batch batch = new Batch(server, source, Setting.accounts(setting.senders()), setting.size(), folder("senders"));
        List<Sample> samples = new ArrayList<>();
        Sample warm = warmUp(batch, setting, warmUp);
        log.tell(server, setting.name() + "-warm-up", setting.senders(), warm);
        if (!warm.failures().isEmpty()) {
            return new Phase(setting.name(), setting.senders(), List.of(warm));
        }
        int each = each(warm, plan.measure(), setting);
        for (int i = 0; i < plan.repetitions() && !anyFailed(samples); i++) {
            samples.add(log.tell(server, setting.name(), setting.senders(), batch.run(each)));
        }
        if (!anyFailed(samples)) {
            syncs(batch, setting, each)
                    .ifPresent(sample -> samples.add(log.tell(server, setting.name(), setting.senders(), sample)));
        }
        return new Phase(setting.name(), setting.senders(), samples);
    }

    private static boolean anyFailed(List<Sample> samples) {
        return samples.stream().anyMatch(sample -> !sample.failures().isEmpty());
    }

    /** Runs rounds of some seconds after a first one that shows how long they take; returns the last sample, or the first that failed. */
    private Sample warmUp(Batch batch, Setting setting, Duration length) throws Exception {
        long end = System.nanoTime() + length.toNanos();
        Sample round = batch.run(1);
        while (round.failures().isEmpty()) {
            round = batch.run(each(round, ROUND, setting));
            if (System.nanoTime() >= end) {
                break;
            }
        }
        return round;
    }

    private int each(Sample round, Duration length, Setting setting) {
        return ArrivalPlan.messagesEach(
                round.figure(Figure.VISIBLE_PER_SECOND),
                length,
                setting.senders(),
                setting.size(),
                server.mostOctets());
    }

    /** A separate run, because strace slows the server down. */
    private Optional<Sample> syncs(Batch batch, Setting setting, int most) throws Exception {
        if (!Syncs.canBeCounted()) {
            return Optional.empty();
        }
        long fit = Math.max(1, MOST_OCTETS_OF_SYNCS / setting.size().octets() / setting.senders());
        int each = (int) Math.min(Math.min(most, MESSAGES_OF_SYNCS), fit);
        Syncs syncs;
        try {
            syncs = Syncs.count(server.processes(), folder("strace"));
        } catch (IOException e) {
            log.line(server.name() + " " + setting.name() + ": no syncs counted, " + e.getMessage());
            return Optional.empty();
        }
        try (syncs) {
            Sample slow = batch.run(each, syncs::close);
            Map<Figure, Double> figures =
                    Map.of(Figure.SYNCS_PER_MESSAGE, (double) syncs.calls() / (each * setting.senders()));
            return Optional.of(Sample.of(figures, slow.failures(), ""));
        }
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(scratch.resolve(name));
    }
}
