// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.delivery;

import java.util.concurrent.atomic.AtomicLong;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.transport.mailets.LocalDelivery;

/** Publishes the metrics of deliveries through James's metrics. Thread-safe. */
@Singleton
final class DeliveryMetrics {
    private final Metric delivered;
    private final Metric held;
    private final Metric repeated;
    private final AtomicLong heldNow = new AtomicLong();
    private final AtomicLong oldestSeconds = new AtomicLong();

    @Inject
    DeliveryMetrics(MetricFactory factory, GaugeRegistry gauges) {
        this.delivered = factory.generate(LocalDelivery.LOCAL_DELIVERED_MAILS_METRIC_NAME);
        this.held = factory.generate("digipoort-delivery-held");
        this.repeated = factory.generate("digipoort-delivery-repeated");
        gauges.register("digipoort-held-deliveries", heldNow::get);
        gauges.register("digipoort-held-oldest-seconds", oldestSeconds::get);
    }

    /** Counts a delivery into a maildrop, in James's own metric of local deliveries. */
    void delivered() {
        delivered.increment();
    }

    /** Counts a mail that was held. */
    void held() {
        held.increment();
    }

    /** Counts a mail that came again after its delivery. */
    void repeated() {
        repeated.increment();
    }

    /** Sets the number of held mails and the age of the oldest in seconds, as found by the last sweep. */
    void waiting(long count, long seconds) {
        heldNow.set(count);
        oldestSeconds.set(seconds);
    }
}
