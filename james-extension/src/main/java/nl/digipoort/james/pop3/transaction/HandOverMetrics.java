// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.transaction;

import java.util.Locale;
import nl.digipoort.james.pop3.HandOver;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;

/** James's metrics about the messages that one command has handed over. Thread-safe. */
final class HandOverMetrics implements HandOver {
    private final Metric complete;
    private final Metric cutOff;
    private final Metric octets;

    HandOverMetrics(String keyword, MetricFactory factory) {
        String prefix = "digipoort-" + keyword.toLowerCase(Locale.ROOT);
        this.complete = factory.generate(prefix + "-complete");
        this.cutOff = factory.generate(prefix + "-cut-off");
        this.octets = factory.generate(prefix + "-octets");
    }

    @Override
    public void complete(long count) {
        complete.increment();
        add(count);
    }

    @Override
    public void cutOff(long count) {
        cutOff.increment();
        add(count);
    }

    /** James's metrics add no more than an int at once. */
    private void add(long count) {
        for (long rest = count; rest > 0; rest -= Integer.MAX_VALUE) {
            octets.add((int) Math.min(rest, Integer.MAX_VALUE));
        }
    }
}
