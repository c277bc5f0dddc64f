// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.report;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** The repetitions of one figure. */
public record Statistic(double median, double min, double max) {
    private static final double LARGE = 100;
    private static final double MEDIUM = 10;

    /** @param values one or more */
    public static Statistic of(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Statistic(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** The median, with the minimum and maximum if there is more than one value. */
    public String text() {
        return min == max ? number(median) : number(median) + " (" + number(min) + " to " + number(max) + ")";
    }

    /** Empty if either was not measured. */
    static Optional<String> ratio(Optional<Statistic> value, Optional<Statistic> of) {
        return value.flatMap(one -> of.map(other -> number(one.median() / other.median())));
    }

    /** Three significant digits, or all digits before the point. */
    static String number(double value) {
        double size = Math.abs(value);
        String format = size >= LARGE ? "%.0f" : size >= MEDIUM ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
