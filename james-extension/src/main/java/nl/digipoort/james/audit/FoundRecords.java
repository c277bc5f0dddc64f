// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The records found in the audit trail, and how far back the search went. Immutable. */
public final class FoundRecords {
    private final List<Map<String, Object>> records;
    private final Optional<String> lookedBackTo;
    private final boolean complete;
    private final Optional<String> next;

    FoundRecords(
            List<Map<String, Object>> records,
            Optional<String> lookedBackTo,
            boolean complete,
            Optional<TrailPlace> last) {
        this.records = List.copyOf(records);
        this.lookedBackTo = lookedBackTo;
        this.complete = complete;
        this.next = complete ? Optional.empty() : last.map(TrailPlace::toString);
    }

    /** The latest first; docs/reference/audit.md lists the fields. */
    public List<Map<String, Object>> records() {
        return records;
    }

    /** The time of the oldest record that was read; empty if the trail has none. */
    public Optional<String> lookedBackTo() {
        return lookedBackTo;
    }

    /** Whether all that was asked for was searched, as far as this machine has the trail. */
    public boolean isComplete() {
        return complete;
    }

    /** For {@link AuditQuery#next}; empty if nothing is left to search. */
    public Optional<String> next() {
        return next;
    }
}
