// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;
import java.util.TreeMap;
import nl.digipoort.james.limits.AccountLimitValues;
import org.apache.james.core.Username;

/** The limits of all accounts; the getters become JSON. Immutable. */
@JsonPropertyOrder({"limits", "set", "exceptions"})
final class AccountLimitsForAllView {
    private final AccountLimitValues limits;
    private final AccountLimitValues set;
    private final Map<Username, AccountLimitValues> exceptions;

    AccountLimitsForAllView(
            AccountLimitValues limits, AccountLimitValues set, Map<Username, AccountLimitValues> exceptions) {
        this.limits = limits;
        this.set = set;
        this.exceptions = exceptions;
    }

    /** The limits in force for accounts without exceptions. */
    public Map<String, Object> getLimits() {
        return AccountLimitView.json(limits);
    }

    /** Only the limits that WebAdmin has set; they replace those of the configuration. */
    public Map<String, Object> getSet() {
        return AccountLimitView.json(set);
    }

    /** By account name, in order. */
    public Map<String, Map<String, Object>> getExceptions() {
        Map<String, Map<String, Object>> json = new TreeMap<>();
        exceptions.forEach((user, values) -> json.put(user.asString(), AccountLimitView.json(values)));
        return json;
    }
}
