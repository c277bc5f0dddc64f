// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.retention;

import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;

/** Publishes the metrics of the removal of old messages through James's metrics. Thread-safe. */
@Singleton
final class RetentionMetrics {
    private final Metric deleted;
    private final Metric postponed;
    private final Metric failed;

    @Inject
    RetentionMetrics(MetricFactory factory) {
        this.deleted = factory.generate("digipoort-retention-deleted");
        this.postponed = factory.generate("digipoort-retention-postponed");
        this.failed = factory.generate("digipoort-retention-failed");
    }

    void deleted(long messages) {
        deleted.add(Math.toIntExact(messages));
    }

    /** Counts a maildrop that was in use, or whose messages had to wait for memory. */
    void postponed() {
        postponed.increment();
    }

    void failed() {
        failed.increment();
    }
}
