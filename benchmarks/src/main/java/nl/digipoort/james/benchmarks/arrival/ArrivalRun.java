// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.arrival;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import nl.digipoort.james.benchmarks.measure.Sample;
import nl.digipoort.james.benchmarks.scenario.Phase;

/** Sends mail to one server after another: first cold, then each size with each number of senders. */
public final class ArrivalRun {
    /** The name of the scenario on the command line; its phases have names such as {@code arrival-8k}. */
    public static final String NAME = "arrival";

    private final ArrivalPlan plan;
    private final SmtpSource source;
    private final Path scratch;
    private final Log log;

    /** @param scratch empty, and accessible to every user */
    public ArrivalRun(ArrivalPlan plan, SmtpSource source, Path scratch, Consumer<String> log) {
        this.plan = plan;
        this.source = source;
        this.scratch = scratch;
        this.log = new Log(log);
    }

    /** Empty if this machine lacks what the server needs. */
    public List<Phase> measure(WayIn server) throws Exception {
        Optional<String> missing = server.missing();
        if (missing.isPresent()) {
            log.line(server.name() + " " + NAME + ": left out, " + missing.get());
            return List.of();
        }
        log.line(server.name() + " " + NAME + ": starting");
        try (server) {
            try {
                server.start(Setting.accounts(Math.max(ColdStart.SENDERS, Collections.max(plan.senders()))));
            } catch (IOException e) {
                log.line(server.name() + " " + NAME + ": left out, it does not start: " + e.getMessage());
                return List.of();
            }
            log.line(server.name() + " " + NAME + ": processes " + pids(server) + ", " + server.protocol() + " on "
                    + server.address());
            List<Phase> phases = new ArrayList<>();
            phases.addAll(survivable(server, ColdStart.NAME, ColdStart.SENDERS, () -> cold(server)));
            Repetitions repetitions = new Repetitions(server, source, plan, scratch, log);
            Duration warmUp = plan.warmUp();
            for (Setting setting : settings(server)) {
                Duration before = warmUp;
                if (!failed(phases)) {
                    phases.addAll(survivable(
                            server,
                            setting.name(),
                            setting.senders(),
                            () -> List.of(repetitions.run(setting, before))));
                }
                warmUp = plan.rewarm();
            }
            return phases;
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
                    log.line(server.name() + " " + setting.name() + " " + senders + ": left out, too much for it");
                }
            }
        }
        return settings;
    }

    private interface Measurement {
        List<Phase> take() throws Exception;
    }

    /** Stops measuring a server that lost mail or failed; the next server is still measured. */
    private List<Phase> survivable(WayIn server, String scenario, int number, Measurement measurement)
            throws Exception {
        List<Phase> phases;
        try {
            phases = measurement.take();
        } catch (ExecutionException | TimeoutException e) {
            Sample sample = Sample.of(Map.of(), Map.of("POP3: " + e, 1), "");
            phases = List.of(new Phase(scenario, number, List.of(log.tell(server, scenario, number, sample))));
        }
        if (failed(phases)) {
            log.line(server.name() + " " + NAME + ": given up after failures");
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
                        Setting.accounts(ColdStart.SENDERS),
                        plan.sizes().get(0),
                        Files.createDirectories(scratch.resolve("cold")))
                .run(plan.cold());
        phases.forEach(phase ->
                log.tell(server, phase.scenario(), phase.size(), phase.samples().get(0)));
        return phases;
    }

    private static String pids(WayIn server) {
        return server.processes().stream()
                .map(tree -> Long.toString(tree.pid()))
                .collect(Collectors.joining(" and "));
    }
}
