// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.transaction;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nl.digipoort.james.maildrop.MarkedMessage;
import nl.digipoort.james.maildrop.UpdateListener;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;

/** James's metrics about what happened to the messages that clients had marked. Thread-safe. */
final class DeletionMetrics {
    private final Map<UpdateListener.Fate, Metric> fates = new EnumMap<>(UpdateListener.Fate.class);

    DeletionMetrics(MetricFactory factory) {
        for (UpdateListener.Fate fate : UpdateListener.Fate.values()) {
            fates.put(fate, factory.generate("digipoort-deletion-" + fate.name().toLowerCase(Locale.ROOT)));
        }
    }

    /** Passes every call to the listener, and counts. */
    UpdateListener countedFor(UpdateListener listener) {
        return new UpdateListener() {
            @Override
            public void begins(List<MarkedMessage> marked) {
                listener.begins(marked);
            }

            @Override
            public void ended(List<MarkedMessage> messages, Fate fate) {
                fates.get(fate).add(messages.size());
                listener.ended(messages, fate);
            }
        };
    }
}
