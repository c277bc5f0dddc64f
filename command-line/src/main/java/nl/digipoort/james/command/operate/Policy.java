// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import nl.digipoort.james.command.json.JsonObject;

/** The policy of accounts: {@code mechanisms=PLAIN,LOGIN refusedFrom.LOGIN=2027-06-01}. */
final class Policy extends Rules {
    private static final String MECHANISMS = "mechanisms";
    private static final String DATES = "refusedFrom";
    private static final String DATE = DATES + ".";

    @Override
    String path() {
        return "/digipoort/policy";
    }

    @Override
    String key() {
        return "policy";
    }

    @Override
    String heading() {
        return "RULE";
    }

    @Override
    Map<String, Object> flat(JsonObject rules) {
        Map<String, Object> flat = new LinkedHashMap<>();
        rules.values().forEach((key, value) -> {
            if (value instanceof List) {
                flat.put(
                        (String) key,
                        ((List<?>) value).stream().map(String::valueOf).collect(Collectors.joining(",")));
            } else if (value instanceof Map) {
                ((Map<?, ?>) value).forEach((mechanism, date) -> flat.put(key + "." + mechanism, date));
            } else {
                flat.put((String) key, value);
            }
        });
        return flat;
    }

    @Override
    Map<String, Object> nested(Map<String, Object> flat) {
        Map<String, Object> policy = new LinkedHashMap<>();
        Map<String, Object> dates = new LinkedHashMap<>();
        flat.forEach((key, value) -> {
            if (key.startsWith(DATE)) {
                dates.put(key.substring(DATE.length()), value);
            } else {
                policy.put(
                        key, key.equals(MECHANISMS) ? List.of(value.toString().split(",")) : value);
            }
        });
        if (!dates.isEmpty()) {
            policy.put(DATES, dates);
        }
        return policy;
    }
}
