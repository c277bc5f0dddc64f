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
            List<Phase> phases = new ArrayList<>(cold(server));
            Duration warmUp = plan.warmUp();
            for (Size size : plan.sizes()) {
                for (int senders : plan.senders()) {
                    if ((long) size.octets() * senders > server.mostOctets()) {
                        log.accept(server.name() + " " + name(size) + " " + senders + ": left out, too much for it");
                        continue;
                    }
                    phases.add(phase(server, size, senders, warmUp));
                    warmUp = plan.rewarm();
                }
            }
            return phases;
        }
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

    private Phase phase(WayIn server, Size size, int senders, Duration warmUp) throws Exception {
        String name = name(size);
        Batch batch = new Batch(server, source, accounts(senders), size, folder("senders"));
        List<Sample> samples = new ArrayList<>();
        Sample warm = warmUp(batch, server, size, senders, warmUp);
        tell(server, name + "-warm-up", senders, warm);
        if (!warm.failures().isEmpty()) {
            return new Phase(name, senders, List.of(warm));
        }
        int each = each(warm, plan.measure(), server, size, senders);
        for (int i = 0; i < plan.repetitions(); i++) {
            samples.add(tell(server, name, senders, batch.run(each)));
        }
        syncs(server, batch, size, senders, each).ifPresent(sample -> samples.add(tell(server, name, senders, sample)));
        return new Phase(name, senders, samples);
    }

    /** Rounds of some seconds; answers the last, or the first that failed. */
    private static Sample warmUp(Batch batch, WayIn server, Size size, int senders, Duration length) throws Exception {
        long end = System.nanoTime() + length.toNanos();
        Sample round = batch.run(1);
        while (System.nanoTime() < end && round.failures().isEmpty()) {
            round = batch.run(each(round, ROUND, server, size, senders));
        }
        return round;
    }

    private static int each(Sample round, Duration length, WayIn server, Size size, int senders) {
        return ArrivalPlan.messagesEach(
                round.figure(Figure.VISIBLE_PER_SECOND), length, senders, size, server.mostOctets());
    }

    /** In a run of its own, since strace slows the server down. */
    private Optional<Sample> syncs(WayIn server, Batch batch, Size size, int senders, int most) throws Exception {
        if (!Syncs.canBeCounted()) {
            return Optional.empty();
        }
        long fit = Math.max(1, MOST_OCTETS_OF_SYNCS / size.octets() / senders);
        int each = (int) Math.min(Math.min(most, MESSAGES_OF_SYNCS), fit);
        Syncs syncs;
        try {
            syncs = Syncs.count(server.processes(), folder("strace"));
        } catch (IOException e) {
            log.accept(server.name() + " " + name(size) + ": no syncs counted, " + e.getMessage());
            return Optional.empty();
        }
        try (syncs) {
            Sample slow = batch.run(each, syncs::close);
            Map<Figure, Double> figures = Map.of(Figure.SYNCS_PER_MESSAGE, (double) syncs.calls() / (each * senders));
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

    private static String name(Size size) {
        return NAME + "-" + size.label();
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
