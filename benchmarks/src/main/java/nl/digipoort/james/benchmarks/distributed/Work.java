// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.distributed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import nl.digipoort.james.benchmarks.measure.Figure;
import nl.digipoort.james.benchmarks.process.ProcessTree;

/**
 * The processor time that all have used since their start.
 *
 * @param moment by the clock of {@link System#nanoTime}
 */
record Work(Map<Figure, Duration> used, Duration idle, long moment) {
    private static final long MILLIS_A_TICK = 10;

    static Work of(Backends backends, List<ProcessTree> james) throws IOException {
        Map<Figure, Duration> used = new EnumMap<>(Figure.class);
        used.put(Figure.JAMES_CPU_MILLIS, james.stream().map(ProcessTree::cpu).reduce(Duration.ZERO, Duration::plus));
        used.put(Figure.CASSANDRA_CPU_MILLIS, backends.cassandraCpu());
        used.put(Figure.RABBITMQ_CPU_MILLIS, backends.rabbitMqCpu());
        used.put(
                Figure.CLIENT_CPU_MILLIS,
                ProcessHandle.current().info().totalCpuDuration().orElseThrow());
        return new Work(used, readIdle(), System.nanoTime());
    }

    /** {@code /proc/stat}: the fourth and fifth number are ticks in which a processor had nothing to do, or waited for a disk. */
    private static Duration readIdle() throws IOException {
        String[] fields = Files.readString(Path.of("/proc/stat")).split(" +", 7);
        return Duration.ofMillis((Long.parseLong(fields[4]) + Long.parseLong(fields[5])) * MILLIS_A_TICK);
    }

    /** What one of so many operations has used since an earlier moment, and how many processors there were for them. */
    Map<Figure, Double> since(Work before, int operations) {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        double there = idle.minus(before.idle).toMillis();
        for (Map.Entry<Figure, Duration> one : used.entrySet()) {
            double millis = one.getValue().minus(before.used.get(one.getKey())).toMillis();
            there += millis;
            figures.put(one.getKey(), millis / operations);
        }
        figures.put(Figure.PROCESSORS, there * 1e6 / (moment - before.moment));
        return figures;
    }
}
