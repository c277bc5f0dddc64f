// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testing;

import java.util.HashMap;
import java.util.Map;
import org.apache.james.metrics.api.Gauge;
import org.apache.james.metrics.api.GaugeRegistry;

/** Records the registered gauges, so that a test can read their values. */
public final class RecordedGauges implements GaugeRegistry {
    private final Map<String, Gauge<?>> gauges = new HashMap<>();

    /** @throws IllegalArgumentException if there is no such gauge */
    public Object value(String name) {
        if (!gauges.containsKey(name)) {
            throw new IllegalArgumentException("there is no gauge " + name + ": " + gauges.keySet());
        }
        return gauges.get(name).get();
    }

    @Override
    public <T> GaugeRegistry register(String name, Gauge<T> gauge) {
        gauges.put(name, gauge);
        return this;
    }

    @Override
    public <T> SettableGauge<T> settableGauge(String name) {
        throw new UnsupportedOperationException();
    }
}
