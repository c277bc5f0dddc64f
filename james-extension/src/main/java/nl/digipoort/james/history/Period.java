// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.history;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The events of some minutes: logins by outcome, successful logins by mechanism and TLS version, octets sent. Immutable. */
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

    /** When the period began. */
    public Instant from() {
        return from;
    }

    /** The number of logins by outcome, in the codes of the audit trail. Only logins whose credentials were judged count. */
    public Map<String, Long> outcomes() {
        return outcomes;
    }

    public Map<String, Long> mechanisms() {
        return mechanisms;
    }

    public Map<String, Long> tlsVersions() {
        return tlsVersions;
    }

    /** The octets of the messages sent, before dot-stuffing. */
    public long octets() {
        return octets;
    }
}
