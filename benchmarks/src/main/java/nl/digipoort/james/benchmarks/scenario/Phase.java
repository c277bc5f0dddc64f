// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scenario;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nl.digipoort.james.benchmarks.measure.Sample;

/**
 * What one scenario gave at one setting.
 *
 * @param size clients, sessions or messages; what it counts is the scenario's to say
 */
public record Phase(String scenario, int size, List<Sample> samples) {
    /** Of all repetitions, by what the client saw. A phase with failures is no measurement. */
    public Map<String, Integer> failures() {
        Map<String, Integer> all = new TreeMap<>();
        samples.forEach(sample -> sample.failures().forEach((what, count) -> all.merge(what, count, Integer::sum)));
        return all;
    }
}
