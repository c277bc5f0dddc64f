// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import nl.digipoort.james.limits.AccountLimit;
import nl.digipoort.james.limits.AccountLimitValues;
import org.apache.james.core.Username;

/** The limits of one account; the getters become JSON. Immutable. */
@JsonPropertyOrder({"user", "limits", "exceptions"})
final class AccountLimitView {
    private final Username user;
    private final AccountLimitValues limits;
    private final AccountLimitValues exceptions;

    AccountLimitView(Username user, AccountLimitValues limits, AccountLimitValues exceptions) {
        this.user = user;
        this.limits = limits;
        this.exceptions = exceptions;
    }

    public String getUser() {
        return user.asString();
    }

    /** The limits in force. */
    public Map<String, Object> getLimits() {
        return json(limits);
    }

    /** Only the limits set for this account. */
    public Map<String, Object> getExceptions() {
        return json(exceptions);
    }

    /** A number for each limit, or the word for no limit. */
    static Map<String, Object> json(AccountLimitValues values) {
        Map<String, Object> json = new LinkedHashMap<>();
        values.asMap().forEach((limit, value) -> json.put(limit.key(), json(limit, value)));
        return json;
    }

    private static Object json(AccountLimit limit, Long value) {
        return value == AccountLimit.NONE ? limit.text(value) : value;
    }
}
