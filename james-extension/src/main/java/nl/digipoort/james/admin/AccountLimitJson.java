// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import nl.digipoort.james.limits.AccountLimit;
import nl.digipoort.james.limits.AccountLimitValues;

/** Limits as JSON: a number for each, or the word for no limit. */
final class AccountLimitJson {
    private AccountLimitJson() {}

    static Map<String, Object> of(AccountLimitValues values) {
        Map<String, Object> json = new LinkedHashMap<>();
        values.asMap().forEach((limit, value) -> json.put(limit.key(), json(limit, value)));
        return json;
    }

    private static Object json(AccountLimit limit, Long value) {
        return value == AccountLimit.NONE ? limit.text(value) : value;
    }
}
