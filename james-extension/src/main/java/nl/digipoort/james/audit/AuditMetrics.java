// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.util.function.Supplier;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;

/** The audit trail's own metrics, through James's metrics. Thread-safe. */
@Singleton
public final class AuditMetrics {
    private final GaugeRegistry gauges;
    private final Metric written;
    private final Metric missing;
    private final Metric notSent;

    @Inject
    public AuditMetrics(MetricFactory factory, GaugeRegistry gauges) {
        this.gauges = gauges;
        this.written = factory.generate("digipoort-audit-written");
        this.missing = factory.generate("digipoort-audit-missing");
        this.notSent = factory.generate("digipoort-audit-checkpoint-unsent");
    }

    void written(int records) {
        written.add(records);
    }

    /** Counts records that could not be written. */
    void missed(int records) {
        missing.add(records);
    }

    void checkpointNotSent() {
        notSent.increment();
    }

    /** Shows how many records are missing since the last one that was written. */
    void showGap(Supplier<Long> records) {
        gauges.register("digipoort-audit-gap", records::get);
    }
}
