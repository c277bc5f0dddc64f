// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.history;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What happened in a number of minutes: logins by outcome, those that succeeded by mechanism and TLS version, octets sent. Immutable. */
public final class Period {
    private final Instant from;
    private final Map<String, Long> outcomes;
    private final Map<String, Long> mechanisms;
    private final Map<String, Long> tlsVersions;
    private final long octets;

    Period(
            Instant from,
            Map<String, Long> outcomes,
            Map<String, Long> mechanisms,
            Map<String, Long> tlsVersions,
            long octets) {
        this.from = from;
        this.outcomes = Collections.unmodifiableMap(new TreeMap<>(outcomes));
        this.mechanisms = Collections.unmodifiableMap(new TreeMap<>(mechanisms));
        this.tlsVersions = Collections.unmodifiableMap(new TreeMap<>(tlsVersions));
        this.octets = octets;
    }

    /** When it began. */
    public Instant from() {
        return from;
    }

    /** How many logins ended so, by the codes of the audit trail; those whose credentials were judged. */
    public Map<String, Long> outcomes() {
        return outcomes;
    }

    public Map<String, Long> mechanisms() {
        return mechanisms;
    }

    public Map<String, Long> tlsVersions() {
        return tlsVersions;
    }

    /** Of messages that were sent, before dot-stuffing. */
    public long octets() {
        return octets;
    }
}
