// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.history;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The counts of one minute, or of several when added up. Its keys are the server's own words, so there are few. Not thread-safe. */
final class Tally {
    private final long minute;
    private final Map<String, Long> outcomes = new TreeMap<>();
    private final Map<String, Long> mechanisms = new TreeMap<>();
    private final Map<String, Long> tlsVersions = new TreeMap<>();
    private long octets;

    /** @param minute the number of minutes since 1970 */
    Tally(long minute) {
        this.minute = minute;
    }

    boolean isOf(long other) {
        return minute == other;
    }

    void outcome(String outcome) {
        outcomes.merge(outcome, 1L, Long::sum);
    }

    void success(String mechanism, String tls) {
        mechanisms.merge(mechanism, 1L, Long::sum);
        tlsVersions.merge(tls, 1L, Long::sum);
    }

    void sent(long more) {
        octets += more;
    }

    void add(Tally other) {
        other.outcomes.forEach((outcome, count) -> outcomes.merge(outcome, count, Long::sum));
        other.mechanisms.forEach((mechanism, count) -> mechanisms.merge(mechanism, count, Long::sum));
        other.tlsVersions.forEach((tls, count) -> tlsVersions.merge(tls, count, Long::sum));
        octets += other.octets;
    }

    Period period() {
        return new Period(
                Instant.ofEpochSecond(TimeUnit.MINUTES.toSeconds(minute)), outcomes, mechanisms, tlsVersions, octets);
    }
}
