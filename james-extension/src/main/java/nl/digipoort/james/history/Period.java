// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.history;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The events of one minute, or of several when added up: logins by outcome, successful logins by mechanism and TLS version, octets sent. Its
 * keys are the server's own words, so there are few. Only {@link Minutes} changes it, before anybody else gets it.
 */
public final class Period {
    private final long minute;
    private final Map<String, Long> outcomes = new TreeMap<>();
    private final Map<String, Long> mechanisms = new TreeMap<>();
    private final Map<String, Long> tlsVersions = new TreeMap<>();
    private long octets;

    /** @param minute the number of minutes since 1970, of the first minute */
    Period(long minute) {
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

    void add(Period other) {
        other.outcomes.forEach((outcome, count) -> outcomes.merge(outcome, count, Long::sum));
        other.mechanisms.forEach((mechanism, count) -> mechanisms.merge(mechanism, count, Long::sum));
        other.tlsVersions.forEach((tls, count) -> tlsVersions.merge(tls, count, Long::sum));
        octets += other.octets;
    }

    /** When the period began. */
    public Instant from() {
        return Instant.ofEpochSecond(TimeUnit.MINUTES.toSeconds(minute));
    }

    /** The number of logins by outcome, in the codes of the audit trail. Only logins whose credentials were judged count. */
    public Map<String, Long> outcomes() {
        return Collections.unmodifiableMap(outcomes);
    }

    public Map<String, Long> mechanisms() {
        return Collections.unmodifiableMap(mechanisms);
    }

    public Map<String, Long> tlsVersions() {
        return Collections.unmodifiableMap(tlsVersions);
    }

    /** The octets of the messages sent, before dot-stuffing. */
    public long octets() {
        return octets;
    }
}
