// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.budget;

import java.util.function.Supplier;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;

/** James's metrics about the budget for message bodies. Thread-safe. */
@Singleton
public final class BudgetMetrics {
    private final GaugeRegistry gauges;
    private final Metric waited;
    private final Metric refused;
    private final Metric spooled;

    @Inject
    public BudgetMetrics(MetricFactory factory, GaugeRegistry gauges) {
        this.gauges = gauges;
        this.waited = factory.generate("digipoort-body-waited");
        this.refused = factory.generate("digipoort-body-refused");
        this.spooled = factory.generate("digipoort-body-spooled");
    }

    /** Somebody has to wait for memory. */
    void waited() {
        waited.increment();
    }

    /** Somebody has waited for too long. */
    public void refused() {
        refused.increment();
    }

    /** A message was moved to a file, so that somebody else gets its memory. */
    void spooled() {
        spooled.increment();
    }

    void show(long capacity, Supplier<Long> reserved, Supplier<Integer> waiting) {
        gauges.register("digipoort-body-budget-octets", () -> capacity);
        gauges.register("digipoort-body-reserved-octets", reserved::get);
        gauges.register("digipoort-body-waiting", waiting::get);
    }
}
