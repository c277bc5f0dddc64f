// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.activity;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.clock.ClockWatch;
import org.apache.james.metrics.api.GaugeRegistry;

/**
 * The metrics of old uses, as of the last count, through James's metrics. Before the first count they are not a number: 0 would say that
 * nobody needs the old any more. Thread-safe.
 */
@Singleton
final class UseMetrics {
    private volatile Optional<Count> last = Optional.empty();

    @Inject
    UseMetrics(GaugeRegistry gauges, ClockWatch clock) {
        for (OldUse old : OldUse.values()) {
            String name = old.text().toLowerCase(Locale.ROOT).replace('.', '-');
            gauges.register(
                    "digipoort-accounts-using-" + name, () -> ofLast(count -> count.using.getOrDefault(old, 0)));
            gauges.register(
                    "digipoort-accounts-needing-" + name, () -> ofLast(count -> count.needing.getOrDefault(old, 0)));
        }
        gauges.register(
                "digipoort-accounts-counted-seconds-ago",
                () -> ofLast(
                        count -> Duration.between(count.at, clock.expected()).toSeconds()));
    }

    private double ofLast(ToDoubleFunction<Count> value) {
        return last.map(value::applyAsDouble).orElse(Double.NaN);
    }

    void counted(Instant at, Map<OldUse, Integer> using, Map<OldUse, Integer> needing) {
        last = Optional.of(new Count(at, using, needing));
    }

    /** A complete count. Immutable. */
    private static final class Count {
        private final Instant at;
        private final Map<OldUse, Integer> using;
        private final Map<OldUse, Integer> needing;

        private Count(Instant at, Map<OldUse, Integer> using, Map<OldUse, Integer> needing) {
            this.at = at;
            this.using = Map.copyOf(using);
            this.needing = Map.copyOf(needing);
        }
    }
}
