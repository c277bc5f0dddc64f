// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.api.TimeMetric;

/** What the locks on maildrops tell of themselves through James's metrics. Thread-safe. */
@Singleton
public final class LockMetrics {
    private static final String WAIT = "digipoort-lock-wait";

    private final MetricFactory factory;
    private final GaugeRegistry gauges;
    private final Metric granted;
    private final Metric denied;
    private final Metric lost;
    private final AtomicInteger inForce = new AtomicInteger();
    private final AtomicLong oldestSeconds = new AtomicLong();

    @Inject
    public LockMetrics(MetricFactory factory, GaugeRegistry gauges) {
        this.factory = factory;
        this.gauges = gauges;
        this.granted = factory.generate("digipoort-lock-granted");
        this.denied = factory.generate("digipoort-lock-denied");
        this.lost = factory.generate("digipoort-lease-lost");
        gauges.register("digipoort-locks", inForce::get);
        gauges.register("digipoort-lock-oldest-seconds", oldestSeconds::get);
        // Generated now, so that it is there, at 0, before anybody wants a lock.
        factory.timer(WAIT);
    }

    /** A session or delivery has its lock. */
    void granted() {
        granted.increment();
    }

    /** A session or delivery found a lock that it did not wait for any longer. */
    void denied() {
        denied.increment();
    }

    /** A lease of this node ended before its holder let go of it. */
    void lost() {
        lost.increment();
    }

    /** The locks of all nodes, as the last health check of this one has found them. */
    public void inForce(int count, long seconds) {
        inForce.set(count);
        oldestSeconds.set(seconds);
    }

    /** From the wish for a lock to the answer. */
    TimeMetric waiting() {
        return factory.timer(WAIT);
    }

    /** Those who wish for a lock now. */
    void countWaiting(Supplier<Integer> count) {
        gauges.register("digipoort-lock-waiting", count::get);
    }

    /** The leases that this node holds now. */
    void countKept(Supplier<Integer> count) {
        gauges.register("digipoort-leases-kept", count::get);
    }
}
