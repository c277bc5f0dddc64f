// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.retention;

import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;

/** What the removal of old messages tells of itself through James's metrics. Thread-safe. */
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

    /** A maildrop was in use, or there was no memory for its messages. */
    void postponed() {
        postponed.increment();
    }

    void failed() {
        failed.increment();
    }
}
