// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import nl.digipoort.james.admin.HistoryRoutes.Range;
import nl.digipoort.james.history.LoginHistory;
import nl.digipoort.james.history.Period;

/** Logins and octets over time; the getters become JSON. Immutable. */
@JsonPropertyOrder({"since", "now", "minutes", "octetsCounted", "periods"})
final class HistoryView {
    private final LoginHistory history;
    private final Range range;
    private final boolean octetsCounted;
    private final Instant now;

    HistoryView(LoginHistory history, Range range, boolean octetsCounted, Instant now) {
        this.history = history;
        this.range = range;
        this.octetsCounted = octetsCounted;
        this.now = now;
    }

    /** When the server began to count; like all times here in ISO-8601, UTC. */
    public String getSince() {
        return history.since().toString();
    }

    public String getNow() {
        return now.toString();
    }

    /** The length of each period. */
    public int getMinutes() {
        return range.minutes();
    }

    /** Whether the octets are known: they are only counted for the audit trail. */
    public boolean isOctetsCounted() {
        return octetsCounted;
    }

    /** The oldest first; the last one has not ended yet. */
    public List<PeriodView> getPeriods() {
        return history.periods(range.minutes(), range.count()).stream()
                .map(PeriodView::new)
                .collect(Collectors.toUnmodifiableList());
    }

    /** The events of one period. Immutable. */
    @JsonPropertyOrder({"from", "outcomes", "mechanisms", "tls", "octets"})
    static final class PeriodView {
        private final Period period;

        private PeriodView(Period period) {
            this.period = period;
        }

        public String getFrom() {
            return period.from().toString();
        }

        public Map<String, Long> getOutcomes() {
            return period.outcomes();
        }

        public Map<String, Long> getMechanisms() {
            return period.mechanisms();
        }

        public Map<String, Long> getTls() {
            return period.tlsVersions();
        }

        public long getOctets() {
            return period.octets();
        }
    }
}
