// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.clock;

import java.util.function.Supplier;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;

/** The metrics of the wall clock, through James's metrics. Thread-safe. */
@Singleton
public final class ClockMetrics {
    private final GaugeRegistry gauges;
    private final Metric steps;

    @Inject
    public ClockMetrics(MetricFactory factory, GaugeRegistry gauges) {
        this.gauges = gauges;
        this.steps = factory.generate("digipoort-clock-steps");
    }

    void stepped() {
        steps.increment();
    }

    /** Shows by how many seconds the clock is off; 0 while it is trusted. */
    void showOff(Supplier<Long> seconds) {
        gauges.register("digipoort-clock-off-seconds", seconds::get);
    }
}
