// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.measure;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import nl.digipoort.james.benchmarks.client.SessionResult;

/** The sessions that ended between two moments. Thread-safe. */
final class Window {
    private static final int FIRST_CAPACITY = 1024;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Map<String, Integer> failures = new TreeMap<>();
    private long[] nanos = new long[FIRST_CAPACITY];
    private int count;
    private String cipherSuite = "";

    synchronized void add(SessionResult result) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = result.nanos();
        cipherSuite = result.cipherSuite();
    }

    synchronized void fail(Throwable failure) {
        failures.merge(String.valueOf(failure.getMessage()), 1, Integer::sum);
    }

    synchronized int count() {
        return count;
    }

    synchronized String cipherSuite() {
        return cipherSuite;
    }

    synchronized Map<String, Integer> failures() {
        return Map.copyOf(failures);
    }

    /** The time in milliseconds that this share of the sessions did not exceed (nearest-rank percentile). */
    synchronized double percentileMillis(double share) {
        if (count == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(share * count);
        return sorted[Math.max(rank, 1) - 1] / NANOS_PER_MILLI;
    }
}
