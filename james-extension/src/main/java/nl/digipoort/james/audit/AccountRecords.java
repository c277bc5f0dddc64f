// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The records found for an account in the audit trail, and how far back the search went. Immutable. */
public final class AccountRecords {
    private final List<Map<String, Object>> records;
    private final Optional<String> lookedBackTo;
    private final boolean complete;

    AccountRecords(List<Map<String, Object>> records, Optional<String> lookedBackTo, boolean complete) {
        this.records = List.copyOf(records);
        this.lookedBackTo = lookedBackTo;
        this.complete = complete;
    }

    /** The latest first; docs/reference/audit.md lists the fields. */
    public List<Map<String, Object>> records() {
        return records;
    }

    /** The time of the oldest record that was read; empty if the trail has none. */
    public Optional<String> lookedBackTo() {
        return lookedBackTo;
    }

    /** Whether the whole trail on this machine was searched. */
    public boolean isComplete() {
        return complete;
    }
}
