// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digipoort.james.audit.AccountRecords;
import org.apache.james.core.Username;

/** An account's records in the audit trail; the getters become JSON. Immutable. */
@JsonPropertyOrder({"user", "lookedBackTo", "complete", "records"})
final class AccountAuditView {
    private final Username user;
    private final AccountRecords records;

    AccountAuditView(Username user, AccountRecords records) {
        this.user = user;
        this.records = records;
    }

    public String getUser() {
        return user.asString();
    }

    /** The time of the oldest record that was read, in ISO-8601, UTC. */
    public Optional<String> getLookedBackTo() {
        return records.lookedBackTo();
    }

    /** Whether the whole trail was searched. */
    public boolean isComplete() {
        return records.isComplete();
    }

    /** The latest first, with the fields of docs/reference/audit.md. */
    public List<Map<String, Object>> getRecords() {
        return records.records();
    }
}
