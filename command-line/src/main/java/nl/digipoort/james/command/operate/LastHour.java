// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import java.util.Map;
import java.util.TreeMap;
import nl.digipoort.james.command.json.JsonObject;
import nl.digipoort.james.command.webadmin.Answer;
import nl.digipoort.james.command.webadmin.WebAdmin;

/** How many logins of the last hour came to which end, in the words of the audit trail. */
final class LastHour {
    private static final String OK = "OK";

    private LastHour() {}

    static Map<String, Object> of(WebAdmin server) {
        Answer answer = server.ask("GET", "/digipoort/logins/over-time?range=hour");
        Map<String, Object> sums = new TreeMap<>();
        if (!answer.isOk()) {
            sums.put("refused", answer.message());
            return sums;
        }
        sums.put(OK, 0L);
        for (JsonObject period : JsonObject.of(answer.json()).list("periods")) {
            JsonObject outcomes = period.object("outcomes");
            for (Object outcome : outcomes.values().keySet()) {
                String word = (String) outcome;
                sums.put(word, JsonObject.of(sums).number(word) + outcomes.number(word));
            }
        }
        return sums;
    }

    static String sentence(JsonObject sums) {
        StringBuilder failed = new StringBuilder();
        long count = 0;
        for (Map.Entry<?, ?> sum : sums.values().entrySet()) {
            if (!sum.getKey().equals(OK)) {
                failed.append(failed.length() == 0 ? "" : ", ").append(sum.getKey() + " " + sum.getValue());
                count += sums.number((String) sum.getKey());
            }
        }
        return sums.text(OK) + " logins, " + count + " failed" + (count == 0 ? "" : " (" + failed + ")");
    }
}
