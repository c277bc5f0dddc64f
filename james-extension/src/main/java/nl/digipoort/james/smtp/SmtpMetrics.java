// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import nl.digipoort.james.transport.ConnectionLimit;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;

/** The metrics of one listener, in James's registry. Thread-safe. */
final class SmtpMetrics {
    private final String prefix;
    private final GaugeRegistry gauges;
    private final Map<ConnectionLimit, Metric> refusedBy = new EnumMap<>(ConnectionLimit.class);
    private final Metric displaced;
    private final Metric stalled;
    private final Metric turnedAway;
    private final Metric accepted;
    private final Metric refused;
    private final Metric deferred;

    SmtpMetrics(Dialect dialect, MetricFactory factory, GaugeRegistry gauges) {
        this.prefix = "digipoort-" + dialect.lowerCase() + "-";
        this.gauges = gauges;
        for (ConnectionLimit limit : ConnectionLimit.REFUSING) {
            String name = limit.name().toLowerCase(Locale.ROOT).replace('_', '-');
            refusedBy.put(limit, factory.generate(prefix + "connection-refused-" + name));
        }
        this.displaced = factory.generate(prefix + "connection-displaced");
        this.stalled = factory.generate(prefix + "connection-stalled");
        this.turnedAway = factory.generate(prefix + "work-refused");
        this.accepted = factory.generate(prefix + "accepted");
        this.refused = factory.generate(prefix + "refused");
        this.deferred = factory.generate(prefix + "deferred");
    }

    void connectionRefused(ConnectionLimit limit) {
        refusedBy.get(limit).increment();
    }

    /** A client was disconnected to make room for another. */
    void displaced() {
        displaced.increment();
    }

    /** A client was dropped because it did not read what was sent to it. */
    void stalled() {
        stalled.increment();
    }

    /** A client was refused because too much work waited. */
    void turnedAway() {
        turnedAway.increment();
    }

    /** Counts the reply to a message. */
    void answered(Reply reply) {
        if (reply.isPermanentRefusal()) {
            refused.increment();
        } else if (reply.isRefusal()) {
            deferred.increment();
        } else {
            accepted.increment();
        }
    }

    void showConnections(IntSupplier open) {
        gauges.register(prefix + "connections", open::getAsInt);
    }
}
