// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.arrival;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import nl.digipoort.james.benchmarks.client.Account;

/**
 * Waits until messages are visible. A check may cost the server a session, and mail is held while that lasts. So while one maildrop lacks
 * messages, only that one is checked, and less often the more it lacks.
 */
final class Look {
    private static final Duration SHORTEST = Duration.ofMillis(20);
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final WayIn server;

    /**
     * The result of the checks.
     *
     * @param missing messages that did not arrive in time
     * @param looks checks of single maildrops
     */
    record Seen(int missing, int looks) {}

    Look(WayIn server) {
        this.server = server;
    }

    /**
     * Gives up when no message arrives for a minute.
     *
     * @param from when the first message was sent, by {@link System#nanoTime()}
     */
    Seen await(Map<Account, Integer> expected, long from) throws Exception {
        List<Account> waiting = new ArrayList<>(expected.keySet());
        int looks = 0;
        int best = -1;
        long lastProgress = System.nanoTime();
        while (!waiting.isEmpty()) {
            Account first = waiting.get(0);
            int seen = server.visible(List.of(first)).get(0);
            looks++;
            if (seen >= expected.get(first)) {
                looks += waiting.size() - 1;
                waiting = lacking(waiting.subList(1, waiting.size()), expected);
                best = -1;
                lastProgress = System.nanoTime();
                continue;
            }
            if (seen > best) {
                best = seen;
                lastProgress = System.nanoTime();
            } else if (System.nanoTime() - lastProgress > PATIENCE.toNanos()) {
                return new Seen(missing(waiting, expected), looks);
            }
            TimeUnit.NANOSECONDS.sleep(pause(seen, expected.get(first), System.nanoTime() - from));
        }
        return new Seen(0, looks);
    }

    private List<Account> lacking(List<Account> accounts, Map<Account, Integer> expected) throws Exception {
        List<Integer> seen = server.visible(accounts);
        List<Account> lacking = new ArrayList<>();
        for (int i = 0; i < accounts.size(); i++) {
            if (seen.get(i) < expected.get(accounts.get(i))) {
                lacking.add(accounts.get(i));
            }
        }
        return lacking;
    }

    private int missing(List<Account> accounts, Map<Account, Integer> expected) throws Exception {
        List<Integer> seen = server.visible(accounts);
        int missing = 0;
        for (int i = 0; i < accounts.size(); i++) {
            missing += Math.max(0, expected.get(accounts.get(i)) - seen.get(i));
        }
        return missing;
    }

    /** Half the time that the rest needs at the rate so far, in nanoseconds. */
    static long pause(int seen, int expected, long nanosSoFar) {
        long rest = nanosSoFar / Math.max(1, seen) * (expected - seen) / 2;
        return Math.max(SHORTEST.toNanos(), Math.min(LONGEST.toNanos(), rest));
    }
}
