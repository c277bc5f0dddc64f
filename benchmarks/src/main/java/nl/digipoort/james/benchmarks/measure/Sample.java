// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.measure;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import nl.digipoort.james.benchmarks.process.Memory;

/**
 * One repetition: values by the names of {@link Figure}.
 *
 * @param failures number of failed sessions, by the client's error
 */
public record Sample(Map<String, Double> figures, Map<String, Integer> failures, String cipherSuite) {
    private static final double GIGA = 1e9;
    private static final double MEBI = 1024.0 * 1024.0;
    private static final double MEDIAN = 0.5;
    private static final double HIGH = 0.99;

    public static Sample of(Map<Figure, Double> figures, String cipherSuite) {
        return of(figures, Map.of(), cipherSuite);
    }

    public static Sample of(Map<Figure, Double> figures, Map<String, Integer> failures, String cipherSuite) {
        Map<String, Double> named = new TreeMap<>();
        figures.forEach((figure, value) -> named.put(figure.key(), value));
        return new Sample(named, failures, cipherSuite);
    }

    static Sample of(Window window, Duration elapsed, Duration cpu, Memory memory) {
        double seconds = elapsed.toNanos() / GIGA;
        double cpuSeconds = cpu.toNanos() / GIGA;
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        figures.put(Figure.SESSIONS, (double) window.count());
        figures.put(Figure.SESSIONS_PER_SECOND, window.count() / seconds);
        figures.put(Figure.CPU_SHARE, cpuSeconds / seconds);
        if (window.count() > 0) {
            figures.put(Figure.CPU_MILLIS_PER_SESSION, cpuSeconds * 1000 / window.count());
            figures.put(Figure.P50_MILLIS, window.percentileMillis(MEDIAN));
            figures.put(Figure.P99_MILLIS, window.percentileMillis(HIGH));
        }
        figures.put(Figure.RSS_MIB, memory.rss() / MEBI);
        figures.put(Figure.PSS_MIB, memory.pss() / MEBI);
        return of(figures, window.failures(), window.cipherSuite());
    }

    public double figure(Figure figure) {
        return figures.getOrDefault(figure.key(), Double.NaN);
    }
}
