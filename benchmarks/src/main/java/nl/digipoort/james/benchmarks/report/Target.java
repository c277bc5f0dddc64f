// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.report;

import java.util.List;
import java.util.OptionalDouble;
import nl.digipoort.james.benchmarks.measure.Figure;

/**
 * A target for one figure of this server.
 *
 * @param factor of the better of the peers, or the bound itself without peers
 */
record Target(String what, String unit, Point point, Bound bound, double factor, List<String> peers) {
    /** Where a figure was measured. */
    record Point(String scenario, int size, Figure figure) {}

    enum Bound {
        AT_MOST,
        BELOW,
        AT_LEAST;

        boolean holds(double value, double limit) {
            return switch (this) {
                case AT_MOST -> value <= limit;
                case BELOW -> value < limit;
                case AT_LEAST -> value >= limit;
            };
        }

        @Override
        public String toString() {
            return switch (this) {
                case AT_MOST -> "at most";
                case BELOW -> "below";
                case AT_LEAST -> "at least";
            };
        }
    }

    /** Empty if it was not measured or is not positive: memory that shrank says nothing about sessions. */
    OptionalDouble own(Measured measured) {
        OptionalDouble value = measured.median(Report.OWN, point.scenario(), point.size(), point.figure());
        return value.isPresent() && value.getAsDouble() > 0 ? value : OptionalDouble.empty();
    }

    /** Empty if a peer was not measured. */
    OptionalDouble limit(Measured measured) {
        if (peers.isEmpty()) {
            return OptionalDouble.of(factor);
        }
        double best = bound == Bound.AT_LEAST ? 0 : Double.MAX_VALUE;
        for (String peer : peers) {
            OptionalDouble value = measured.median(peer, point.scenario(), point.size(), point.figure());
            if (value.isEmpty()) {
                return OptionalDouble.empty();
            }
            best = bound == Bound.AT_LEAST ? Math.max(best, value.getAsDouble()) : Math.min(best, value.getAsDouble());
        }
        return OptionalDouble.of(best * factor);
    }
}
