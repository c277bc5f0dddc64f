// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import java.util.LinkedHashMap;
import java.util.Map;
import nl.digipoort.james.command.json.JsonObject;

/** Limits of accounts: numbers, or words. */
final class Limits extends Rules {
    static final String PATH = "/digipoort/limits";

    @Override
    String path() {
        return PATH;
    }

    @Override
    String key() {
        return "limits";
    }

    @Override
    String heading() {
        return "LIMIT";
    }

    @Override
    Map<String, Object> flat(JsonObject rules) {
        Map<String, Object> limits = new LinkedHashMap<>();
        rules.values().forEach((key, value) -> limits.put((String) key, value));
        return limits;
    }

    @Override
    Map<String, Object> nested(Map<String, Object> flat) {
        Map<String, Object> limits = new LinkedHashMap<>(flat);
        limits.replaceAll(
                (key, value) -> value.toString().matches("[0-9]{1,18}") ? Long.valueOf(value.toString()) : value);
        return limits;
    }
}
