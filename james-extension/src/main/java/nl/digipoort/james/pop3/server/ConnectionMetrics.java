// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.transport.ConnectionLimit;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;

/** James's metrics about connections and their limits. Thread-safe. */
@Singleton
final class ConnectionMetrics {
    private final GaugeRegistry gauges;
    private final Metric refused;
    private final Map<ConnectionLimit, Metric> refusedBy = new EnumMap<>(ConnectionLimit.class);
    private final Metric displaced;
    private final Metric overdue;
    private final Metric stalled;
    private final Metric turnedAway;

    @Inject
    ConnectionMetrics(MetricFactory factory, GaugeRegistry gauges) {
        this.gauges = gauges;
        this.refused = factory.generate("digipoort-connection-refused");
        for (ConnectionLimit limit : ConnectionLimit.REFUSING) {
            String name = limit.name().toLowerCase(Locale.ROOT).replace('_', '-');
            refusedBy.put(limit, factory.generate("digipoort-connection-refused-" + name));
        }
        this.displaced = factory.generate("digipoort-connection-displaced");
        this.overdue = factory.generate("digipoort-connection-overdue");
        this.stalled = factory.generate("digipoort-connection-stalled");
        this.turnedAway = factory.generate("digipoort-work-refused");
    }

    /** A connection was refused, because there were too many. */
    void refused(ConnectionLimit limit) {
        refused.increment();
        refusedBy.get(limit).increment();
    }

    /** A client that was not logged in made room for another. */
    void displaced() {
        displaced.increment();
    }

    /** A client did not log in in time. */
    void overdue() {
        overdue.increment();
    }

    /** A client read nothing of what was sent to it, and its connection was closed. */
    void stalled() {
        stalled.increment();
    }

    /** A client that was not logged in was refused, because too much work was waiting. */
    void turnedAway() {
        turnedAway.increment();
    }

    void show(Supplier<Integer> open, Supplier<Integer> notLoggedIn) {
        gauges.register("digipoort-connections", open::get);
        gauges.register("digipoort-connections-not-logged-in", notLoggedIn::get);
    }
}
