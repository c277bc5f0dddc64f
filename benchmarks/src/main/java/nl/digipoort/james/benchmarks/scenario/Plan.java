// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scenario;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Durations and counts.
 *
 * @param clients clients at one time, for logins; one phase for each number
 * @param warmUp time before the first phase of a kind
 * @param measure time of one repetition under load
 * @param cold how long a server is measured that has just started
 * @param idle idle sessions
 * @param maildrops messages in the large maildrops; one phase for each number
 */
public record Plan(
        List<Integer> clients,
        Duration warmUp,
        Duration measure,
        int repetitions,
        Duration cold,
        int idle,
        List<Integer> maildrops) {
    private static final int REWARM = 4;

    /** The plan in words, by name. */
    public Map<String, String> describe() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("clients at one time", clients.toString());
        words.put("warm-up", warmUp.toSeconds() + " s, then " + rewarm().toSeconds() + " s between numbers of clients");
        words.put("repetition", measure.toSeconds() + " s under load, " + repetitions + " times");
        words.put("cold", "the first " + cold.toSeconds() + " s after the start");
        words.put("idle sessions", Integer.toString(idle));
        words.put("messages in the large maildrops", maildrops.toString());
        return words;
    }

    /** Warm-up before a further phase of the same kind. */
    Duration rewarm() {
        return warmUp.dividedBy(REWARM);
    }
}
