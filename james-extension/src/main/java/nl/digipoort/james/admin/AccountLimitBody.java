// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import nl.digipoort.james.limits.AccountLimit;
import nl.digipoort.james.limits.AccountLimitValues;
import spark.Request;

/** The body of a request that sets limits: a JSON object, read strictly. Stateless. */
final class AccountLimitBody {
    /** The most characters of a found text that an error quotes. */
    private static final int SHOWN = 40;

    private final JsonBody json = new JsonBody();

    /**
     * The limits, possibly none.
     *
     * @throws spark.HaltException with 411 or 413 for its length, and with 400 naming the key, what was found and what is allowed
     */
    AccountLimitValues read(Request request) {
        JsonNode body = json.read(request).orElseThrow(AccountLimitBody::malformed);
        Map<AccountLimit, Long> values = new EnumMap<>(AccountLimit.class);
        for (Iterator<Map.Entry<String, JsonNode>> fields = body.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            AccountLimit limit = AccountLimit.of(field.getKey()).orElseThrow(() -> unknown(field.getKey()));
            values.put(limit, value(limit, field.getValue()).orElseThrow(() -> wrong(limit, field.getValue())));
        }
        return AccountLimitValues.of(values);
    }

    /** A limit is a JSON number, and the word for no limit a JSON string. */
    private static Optional<Long> value(AccountLimit limit, JsonNode found) {
        Optional<Long> value = Optional.empty();
        if (found.isIntegralNumber() || found.isTextual()) {
            value = limit.parse(found.asText());
        }
        return value.filter(known -> (known == AccountLimit.NONE) == found.isTextual());
    }

    private static RuntimeException malformed() {
        return Refusals.badRequest("The body must be one JSON object with some of the keys " + keys());
    }

    private static RuntimeException unknown(String key) {
        return Refusals.badRequest("'" + shortened(key) + "' is unknown; allowed are " + keys());
    }

    private static RuntimeException wrong(AccountLimit limit, JsonNode found) {
        return Refusals.badRequest(
                limit.key() + " is " + shortened(found.toString()) + "; allowed: " + limit.allowed());
    }

    private static String keys() {
        return Arrays.stream(AccountLimit.values()).map(AccountLimit::key).collect(Collectors.joining(", "));
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
