// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.arrival;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import nl.digipoort.james.benchmarks.client.Account;
import nl.digipoort.james.benchmarks.measure.Figure;
import nl.digipoort.james.benchmarks.measure.Sample;
import nl.digipoort.james.benchmarks.scenario.Phase;

/** Mail from the first moment after a server's start: its first seconds and its first minute. */
public final class ColdStart {
    public static final String NAME = "arrival-cold";
    public static final int SENDERS = 8;

    private static final Duration FIRST = Duration.ofSeconds(10);
    /** More messages than any server accepts in a minute. */
    private static final int WITHOUT_END = 1_000_000;

    private static final double GIGA = 1e9;

    private final WayIn server;
    private final SmtpSource source;
    private final List<Account> accounts;
    private final Size size;
    private final Path scratch;

    ColdStart(WayIn server, SmtpSource source, List<Account> accounts, Size size, Path scratch) {
        this.server = server;
        this.source = source;
        this.accounts = List.copyOf(accounts);
        this.size = size;
        this.scratch = scratch;
    }

    /** One phase for each length; its size is the length in seconds. */
    List<Phase> run(Duration length) throws Exception {
        List<Duration> lengths = Stream.of(FIRST, length)
                .filter(one -> one.compareTo(length) <= 0)
                .distinct()
                .toList();
        Duration cpuBefore = Batch.cpu(server);
        long from = System.nanoTime();
        Senders senders = Senders.start(source, server, accounts, WITHOUT_END, size, scratch);
        List<Map<Figure, Double>> figures = new ArrayList<>();
        Map<String, Integer> failures = new TreeMap<>();
        try {
            for (Duration one : lengths) {
                TimeUnit.NANOSECONDS.sleep(from + one.toNanos() - System.nanoTime());
                figures.add(figures(
                        senders.accepted(),
                        System.nanoTime() - from,
                        Batch.cpu(server).minus(cpuBefore)));
            }
            failures.putAll(senders.failures());
        } finally {
            senders.stop();
        }
        Map<Account, Integer> accepted = senders.accepted();
        Look.Seen seen = new Look(server).await(accepted, from);
        if (seen.missing() > 0) {
            failures.put("not visible", seen.missing());
        }
        double visible = sum(accepted) * GIGA / (System.nanoTime() - from);
        figures.get(figures.size() - 1).put(Figure.VISIBLE_PER_SECOND, visible);
        server.empty(accounts);
        List<Phase> phases = new ArrayList<>();
        for (int i = 0; i < lengths.size(); i++) {
            Sample sample = Sample.of(figures.get(i), failures, "");
            phases.add(new Phase(NAME, (int) lengths.get(i).toSeconds(), List.of(sample)));
        }
        return phases;
    }

    private static Map<Figure, Double> figures(Map<Account, Integer> accepted, long nanos, Duration cpu) {
        int messages = sum(accepted);
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        figures.put(Figure.MESSAGES, (double) messages);
        figures.put(Figure.ACCEPTED_PER_SECOND, messages * GIGA / nanos);
        if (messages > 0) {
            figures.put(Figure.CPU_MILLIS_PER_MESSAGE, Batch.millis(cpu) / messages);
        }
        return figures;
    }

    private static int sum(Map<Account, Integer> accepted) {
        return accepted.values().stream().mapToInt(Integer::intValue).sum();
    }
}
