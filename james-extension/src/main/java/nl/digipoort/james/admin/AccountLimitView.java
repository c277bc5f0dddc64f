// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import nl.digipoort.james.limits.AccountLimit;
import nl.digipoort.james.limits.AccountLimitValues;
import org.apache.james.core.Username;

/** The limits of one account as its getters become JSON. Immutable. */
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

    /** Those in force. */
    public Map<String, Object> getLimits() {
        return json(limits);
    }

    /** As many of them as are this account's own. */
    public Map<String, Object> getExceptions() {
        return json(exceptions);
    }

    /** Numbers, and words for what there is none of. */
    static Map<String, Object> json(AccountLimitValues values) {
        Map<String, Object> json = new LinkedHashMap<>();
        values.asMap().forEach((limit, value) -> json.put(limit.key(), json(limit, value)));
        return json;
    }

    private static Object json(AccountLimit limit, Long value) {
        return value == AccountLimit.NONE ? limit.text(value) : value;
    }
}
