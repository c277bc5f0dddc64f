// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.distributed;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Durations and counts.
 *
 * @param cassandra nodes of Cassandra; one assembly for each number
 * @param warmUp of all scenarios together, before the first phase of an assembly with one node of Cassandra
 * @param measure of one phase
 */
public record DistributedPlan(List<Integer> cassandra, List<Integer> clients, Duration warmUp, Duration measure) {
    public Map<String, String> describe() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("nodes of Cassandra", cassandra.toString());
        words.put("clients at one time", clients.toString());
        words.put("warm-up", warmUp.toSeconds() + " s, and half as much for each further node of Cassandra");
        words.put("phase", measure.toSeconds() + " s");
        return words;
    }

    Duration warmUp(int nodes) {
        return warmUp.multipliedBy(nodes + 1).dividedBy(2);
    }
}
