// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nl.digipoort.james.command.json.JsonObject;
import nl.digipoort.james.command.line.UsageException;

/** Rules for accounts, which a line of {@code KEY=VALUE} shows and changes: the limits, or the policy. */
abstract class Rules {
    /** The route for all accounts. */
    abstract String path();

    /** The key of those in force in an answer. */
    abstract String key();

    /** The heading of their column. */
    abstract String heading();

    /** As one value for each key of a line. */
    abstract Map<String, Object> flat(JsonObject rules);

    /** As the server takes them. */
    abstract Map<String, Object> nested(Map<String, Object> flat);

    /** A change without a value takes the exception back; what is not changed stays. */
    final Map<String, Object> changed(JsonObject set, List<String> changes) {
        Map<String, Object> rules = new LinkedHashMap<>(flat(set));
        for (String change : changes) {
            int equals = change.indexOf('=');
            if (equals < 1) {
                throw new UsageException("'" + change + "' is not KEY=VALUE");
            }
            String key = change.substring(0, equals);
            String value = change.substring(equals + 1);
            if (value.isEmpty()) {
                rules.remove(key);
            } else {
                rules.put(key, value);
            }
        }
        return nested(rules);
    }

    /** For example {@code loginDelay=60 retention=never}. */
    final String line(JsonObject rules) {
        StringBuilder line = new StringBuilder();
        flat(rules).forEach((key, value) -> line.append(line.length() == 0 ? "" : " ")
                .append(key)
                .append('=')
                .append(value));
        return line.length() == 0 ? "-" : line.toString();
    }
}
