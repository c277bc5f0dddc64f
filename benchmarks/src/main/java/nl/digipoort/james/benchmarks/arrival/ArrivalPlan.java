// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.arrival;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How long and how often mail is sent.
 *
 * @param senders at one time, each to an account of its own; one phase for each number and size
 * @param warmUp before the first phase
 * @param measure about how long one repetition takes
 * @param cold how long is looked at a server that has just started
 */
public record ArrivalPlan(
        List<Size> sizes, List<Integer> senders, Duration warmUp, Duration measure, int repetitions, Duration cold) {
    private static final int REWARM = 4;
    /** That are sent in one repetition: they are on the disk until they are deleted after it. */
    private static final long MOST_OCTETS = 2L << 30;

    /** In words, by name. */
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

    /** Before each setting, of which the first comes after the warm-up. */
    Duration rewarm() {
        return warmUp.dividedBy(REWARM);
    }

    /**
     * Messages of each sender for a repetition.
     *
     * @param perSecond of all senders, as far as it is known
     * @param mostOctets that the server can hold
     */
    static int messagesEach(double perSecond, Duration length, int senders, Size size, long mostOctets) {
        double wanted = perSecond * length.toMillis() / 1000 / senders;
        long fit = Math.min(MOST_OCTETS, mostOctets) / size.octets() / senders;
        return (int) Math.max(1, Math.min(Math.round(wanted), fit));
    }
}
