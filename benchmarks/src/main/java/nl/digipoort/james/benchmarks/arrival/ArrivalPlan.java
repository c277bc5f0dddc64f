// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.arrival;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Durations and counts for the arrival of mail.
 *
 * @param senders senders at one time, each with its own account; one phase for each number and size
 * @param warmUp time before the first phase
 * @param measure approximate time of one repetition
 * @param cold how long a server is measured that has just started
 */
public record ArrivalPlan(
        List<Size> sizes, List<Integer> senders, Duration warmUp, Duration measure, int repetitions, Duration cold) {
    private static final int REWARM = 4;
    /** Most octets that one repetition sends: they stay on the disk until they are deleted after it. */
    private static final long MOST_OCTETS = 2L << 30;

    /** The plan in words, by name. */
    public Map<String, String> describe() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put(
                "arrival: octets of a message",
                sizes.stream().map(Size::label).collect(Collectors.joining(", ")) + " (k is 1,024, m is 1,048,576)");
        words.put("arrival: senders at one time", senders.toString());
        words.put(
                "arrival: repetition",
                "messages for about " + measure.toSeconds() + " s, at most 2 GiB, " + repetitions + " times");
        words.put(
                "arrival: warm-up", warmUp.toSeconds() + " s, then " + rewarm().toSeconds() + " s before each setting");
        return words;
    }

    /** Warm-up before each setting; the first setting comes after the full warm-up. */
    Duration rewarm() {
        return warmUp.dividedBy(REWARM);
    }

    /**
     * Messages of each sender in one repetition.
     *
     * @param perSecond known rate of all senders together
     * @param mostOctets octets that the server can hold
     */
    static int messagesEach(double perSecond, Duration length, int senders, Size size, long mostOctets) {
        double wanted = perSecond * length.toMillis() / 1000 / senders;
        long fit = Math.min(MOST_OCTETS, mostOctets) / size.octets() / senders;
        return (int) Math.max(1, Math.min(Math.round(wanted), fit));
    }
}
