package nl.digipoort.james.benchmarks.arrival;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nl.digipoort.james.benchmarks.client.Account;
import nl.digipoort.james.benchmarks.measure.Figure;
import nl.digipoort.james.benchmarks.measure.Sample;
import nl.digipoort.james.benchmarks.scenario.Phase;

/** Sends mail to one server after the other: cold, then each size from each number of senders. */
public final class ArrivalRun {
    /** The name of the scenario on the command line; its phases are called {@code arrival-8k}. */
    public static final String NAME = "arrival";

    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final long MOST_OCTETS_OF_SYNCS = 256L << 20;
    private static final int MESSAGES_OF_SYNCS = 50;

    private final ArrivalPlan plan;
    private final SmtpSource source;
    private final Path scratch;
    private final Consumer<String> log;

    /** @param scratch empty, and to be reached by every user */
    public ArrivalRun(ArrivalPlan plan, SmtpSource source, Path scratch, Consumer<String> log) {
        this.plan = plan;
        this.source = source;
        this.scratch = scratch;
        this.log = log;
    }

    /** Empty if this machine lacks what the server needs. */
    public List<Phase> measure(WayIn server) throws Exception {
        Optional<String> missing = server.missing();
        if (missing.isPresent()) {
            log.accept(server.name() + " " + NAME + ": left out, " + missing.get());
            return List.of();
        }
        log.accept(server.name() + " " + NAME + ": starting");
        try (server) {
            server.start(accounts(Math.max(ColdStart.SENDERS, Collections.max(plan.senders()))));
            log.accept(server.name() + " " + NAME + ": processes " + pids(server) + ", " + server.protocol() + " on "
                    + server.address());
            List<Phase> phases = new ArrayList<>();
            phases.addAll(survivable(server, ColdStart.NAME, ColdStart.SENDERS, () -> cold(server)));
            Duration warmUp = plan.warmUp();
            for (Setting setting : settings(server)) {
                Duration before = warmUp;
                if (!failed(phases)) {
                    phases.addAll(survivable(
                            server, setting.name(), setting.senders(), () -> phase(server, setting, before)));
                }
                warmUp = plan.rewarm();
            }
            return phases;
        }
    }

    private record Setting(Size size, int senders) {
        /** Of its phase. */
        String name() {
            return NAME + "-" + size.label();
        }
    }

    private List<Setting> settings(WayIn server) {
        List<Setting> settings = new ArrayList<>();
        for (Size size : plan.sizes()) {
            for (int senders : plan.senders()) {
                Setting setting = new Setting(size, senders);
                if ((long) size.octets() * senders <= server.mostOctets()) {
                    settings.add(setting);
                } else {
                    log.accept(server.name() + " " + setting.name() + " " + senders + ": left out, too much for it");
                }
            }
        }
        return settings;
    }

    private interface Measurement {
        List<Phase> take() throws Exception;
    }

    /** A server that lost mail or broke down is measured no further, but the next one is. */
    private List<Phase> survivable(WayIn server, String scenario, int number, Measurement measurement)
            throws Exception {
        List<Phase> phases;
        try {
            phases = measurement.take();
        } catch (ExecutionException | TimeoutException e) {
            Sample sample = Sample.of(Map.of(), Map.of("POP3: " + e, 1), "");
            phases = List.of(new Phase(scenario, number, List.of(tell(server, scenario, number, sample))));
        }
        if (failed(phases)) {
            log.accept(server.name() + " " + NAME + ": given up after failures");
        }
        return phases;
    }

    private static boolean failed(List<Phase> phases) {
        return phases.stream().anyMatch(phase -> !phase.failures().isEmpty());
    }

    private List<Phase> cold(WayIn server) throws Exception {
        if (plan.cold().isZero()) {
            return List.of();
        }
        List<Phase> phases = new ColdStart(
                        server,
                        source,
                        accounts(ColdStart.SENDERS),
                        plan.sizes().get(0),
                        folder("cold"))
                .run(plan.cold());
        phases.forEach(phase ->
                tell(server, phase.scenario(), phase.size(), phase.samples().get(0)));
        return phases;
    }

    private List<Phase> phase(WayIn server, Setting setting, Duration warmUp) throws Exception {
        Batch batch = new Batch(server, source, accounts(setting.senders()), setting.size(), folder("senders"));
        List<Sample> samples = new ArrayList<>();
        Sample warm = warmUp(batch, server, setting, warmUp);
        tell(server, setting.name() + "-warm-up", setting.senders(), warm);
        if (!warm.failures().isEmpty()) {
            return List.of(new Phase(setting.name(), setting.senders(), List.of(warm)));
        }
        int each = each(warm, plan.measure(), server, setting);
        for (int i = 0; i < plan.repetitions() && !anyFailed(samples); i++) {
            samples.add(tell(server, setting.name(), setting.senders(), batch.run(each)));
        }
        if (!anyFailed(samples)) {
            syncs(server, batch, setting, each)
                    .ifPresent(sample -> samples.add(tell(server, setting.name(), setting.senders(), sample)));
        }
        return List.of(new Phase(setting.name(), setting.senders(), samples));
    }

    private static boolean anyFailed(List<Sample> samples) {
        return samples.stream().anyMatch(sample -> !sample.failures().isEmpty());
    }

    /** Rounds of some seconds, after one that tells how long they take; answers the last, or the first that failed. */
    private static Sample warmUp(Batch batch, WayIn server, Setting setting, Duration length) throws Exception {
        long end = System.nanoTime() + length.toNanos();
        Sample round = batch.run(1);
        while (round.failures().isEmpty()) {
            round = batch.run(each(round, ROUND, server, setting));
            if (System.nanoTime() >= end) {
                break;
            }
        }
        return round;
    }

    private static int each(Sample round, Duration length, WayIn server, Setting setting) {
        return ArrivalPlan.messagesEach(
                round.figure(Figure.VISIBLE_PER_SECOND),
                length,
                setting.senders(),
                setting.size(),
                server.mostOctets());
    }

    /** In a run of its own, since strace slows the server down. */
    private Optional<Sample> syncs(WayIn server, Batch batch, Setting setting, int most) throws Exception {
        if (!Syncs.canBeCounted()) {
            return Optional.empty();
        }
        long fit = Math.max(1, MOST_OCTETS_OF_SYNCS / setting.size().octets() / setting.senders());
        int each = (int) Math.min(Math.min(most, MESSAGES_OF_SYNCS), fit);
        Syncs syncs;
        try {
            syncs = Syncs.count(server.processes(), folder("strace"));
        } catch (IOException e) {
            log.accept(server.name() + " " + setting.name() + ": no syncs counted, " + e.getMessage());
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

    private static List<Account> accounts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Account("bedrijf" + i + "@bench.local", "geheim-bedrijf" + i))
                .toList();
    }

    private static String pids(WayIn server) {
        return server.processes().stream()
                .map(tree -> Long.toString(tree.pid()))
                .collect(Collectors.joining(" and "));
    }

    private Sample tell(WayIn server, String scenario, int number, Sample sample) {
        String figures = sample.figures().entrySet().stream()
                .map(figure -> figure.getKey() + "=" + String.format(Locale.ROOT, "%.3f", figure.getValue()))
                .collect(Collectors.joining(" "));
        String failures = sample.failures().isEmpty() ? "" : " FAILURES " + sample.failures();
        log.accept(server.name() + " " + scenario + " " + number + ": " + figures + failures);
        return sample;
    }
}
