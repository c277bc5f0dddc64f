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

/** Publishes the metrics of maildrop locks through James's metrics. Thread-safe. */
@Singleton
public final class LockMetrics {
    private static final String WAIT = "digipoort-lock-wait";

    private final MetricFactory factory;
    private final GaugeRegistry gauges;
    private final Metric granted;
    private final Metric denied;
    private final Metric lost;
    private final Metric keeperFailed;
    private final AtomicInteger inForce = new AtomicInteger();
    private final AtomicLong oldestSeconds = new AtomicLong();

    @Inject
    public LockMetrics(MetricFactory factory, GaugeRegistry gauges) {
        this.factory = factory;
        this.gauges = gauges;
        this.granted = factory.generate("digipoort-lock-granted");
        this.denied = factory.generate("digipoort-lock-denied");
        this.lost = factory.generate("digipoort-lease-lost");
        this.keeperFailed = factory.generate("digipoort-lease-keeper-failed");
        gauges.register("digipoort-locks", inForce::get);
        gauges.register("digipoort-lock-oldest-seconds", oldestSeconds::get);
        // Registers the timer now, so that it exists with value 0 before the first request.
        factory.timer(WAIT);
    }

    /** Counts a lock that was granted. */
    void granted() {
        granted.increment();
    }

    /** Counts a request that was given up because the lock was taken. */
    void denied() {
        denied.increment();
    }

    /** Counts a lease of this node that ended before its holder released it. */
    void lost() {
        lost.increment();
    }

    /** Counts a failure of the keeper that is not an unavailable store. */
    void keeperFailed() {
        keeperFailed.increment();
    }

    /** Sets how many locks all nodes have and the age of the oldest one in seconds, as found by this node's last health check. */
    public void inForce(int count, long seconds) {
        inForce.set(count);
        oldestSeconds.set(seconds);
    }

    /** Measures the time from the request for a lock to the answer. */
    TimeMetric waiting() {
        return factory.timer(WAIT);
    }

    /** Registers the gauge of requests that wait for a lock. */
    void countWaiting(Supplier<Integer> count) {
        gauges.register("digipoort-lock-waiting", count::get);
    }

    /** Registers the gauge of leases that this node has. */
    void countKept(Supplier<Integer> count) {
        gauges.register("digipoort-leases-kept", count::get);
    }
}
