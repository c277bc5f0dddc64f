// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.process;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Which threads have used a server's processor time. */
public final class Threads {
    private static final double PERCENT = 100.0;
    private static final double SMALLEST = 0.5;

    private Threads() {}

    /**
     * A text: {@code name 12.3 %}, largest first. Compilers end their threads when they have nothing to do.
     *
     * @param before as {@link ProcessTree#threads()} gave them
     * @param total of the whole process in between
     */
    public static String shares(Map<String, Duration> before, Map<String, Duration> after, Duration total) {
        Map<String, Duration> used = new LinkedHashMap<>();
        after.forEach((name, time) -> used.put(name, time.minus(before.getOrDefault(name, Duration.ZERO))));
        Duration ended = used.values().stream().reduce(total, Duration::minus);
        used.put("threads that have ended", ended);
        return used.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .filter(entry -> share(entry.getValue(), total) >= SMALLEST)
                .map(entry -> entry.getKey() + String.format(Locale.ROOT, " %.1f %%", share(entry.getValue(), total)))
                .collect(Collectors.joining(", "));
    }

    private static double share(Duration part, Duration total) {
        return total.isZero() ? 0 : PERCENT * part.toMillis() / total.toMillis();
    }
}
