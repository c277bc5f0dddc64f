// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was found of an account in the audit trail, and how far back it was looked for. Immutable. */
public final class AccountRecords {
    private final List<Map<String, Object>> records;
    private final Optional<String> lookedBackTo;
    private final boolean complete;

    AccountRecords(List<Map<String, Object>> records, Optional<String> lookedBackTo, boolean complete) {
        this.records = List.copyOf(records);
        this.lookedBackTo = lookedBackTo;
        this.complete = complete;
    }

    /** The latest first; the fields are those of docs/reference/audit.md. */
    public List<Map<String, Object>> records() {
        return records;
    }

    /** The time of the oldest record that was looked at; empty if the trail has none. */
    public Optional<String> lookedBackTo() {
        return lookedBackTo;
    }

    /** Whether all of the trail that is on this machine was looked at. */
    public boolean isComplete() {
        return complete;
    }
}
