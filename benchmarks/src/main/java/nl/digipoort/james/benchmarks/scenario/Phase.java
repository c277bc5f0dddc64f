// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scenario;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nl.digipoort.james.benchmarks.measure.Sample;

/**
 * The result of one scenario at one setting.
 *
 * @param size number of clients, sessions or messages, depending on the scenario
 */
public record Phase(String scenario, int size, List<Sample> samples) {
    /** The failures of all repetitions, by the client's error. A phase with failures is not a measurement. */
    public Map<String, Integer> failures() {
        Map<String, Integer> all = new TreeMap<>();
        samples.forEach(sample -> sample.failures().forEach((what, count) -> all.merge(what, count, Integer::sum)));
        return all;
    }
}
