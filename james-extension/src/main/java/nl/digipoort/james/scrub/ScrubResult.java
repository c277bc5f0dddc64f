// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.scrub;

import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;

/** What the scrub has found, for health checks and as metrics. Thread-safe. */
@Singleton
public final class ScrubResult {
    private final Metric checked;
    private long damagedBefore;
    private long damagedNow;

    @Inject
    public ScrubResult(MetricFactory factory, GaugeRegistry gauges) {
        this.checked = factory.generate("digipoort-scrub-checked");
        gauges.register("digipoort-scrub-damaged", this::damaged);
    }

    /** How many contents are damaged: as many as the last whole pass has found, or this one already if those are more. */
    public synchronized long damaged() {
        return Math.max(damagedBefore, damagedNow);
    }

    synchronized void begin() {
        damagedNow = 0;
    }

    void checked() {
        checked.increment();
    }

    synchronized void found() {
        damagedNow++;
    }

    /** The pass went through everything: what it did not find is not damaged any more. */
    synchronized void end() {
        damagedBefore = damagedNow;
    }
}
