// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.digipoort.james.command.json.JsonObject;
import nl.digipoort.james.command.webadmin.Answer;
import nl.digipoort.james.command.webadmin.WebAdmin;

/** The connections of the answering server, of its metrics; James has no other place for them. */
final class Connections {
    private static final String PREFIX = "digipoort_";
    private static final String[] NAMES = {
        "connections", "connections_not_logged_in", "connection_refused_total", "smtp_connections"
    };

    private Connections() {}

    static Map<String, Object> of(WebAdmin server) {
        Answer answer = server.ask("GET", "/metrics");
        Map<String, Object> values = new LinkedHashMap<>();
        if (!answer.isOk()) {
            values.put("refused", "WebAdmin has no /metrics");
            return values;
        }
        for (String name : NAMES) {
            long value = value(answer.body(), PREFIX + name);
            if (value >= 0) {
                values.put(name, value);
            }
        }
        return values;
    }

    /** -1 if the server has no such metric, or it is not a number. */
    private static long value(String metrics, String name) {
        Matcher metric = Pattern.compile("(?m)^" + name + " ([0-9]+(?:\\.[0-9]*)?(?:E[+-]?[0-9]{1,2})?)(?: |$)")
                .matcher(metrics);
        return metric.find() ? Math.round(Double.parseDouble(metric.group(1))) : -1;
    }

    static String sentence(JsonObject connections) {
        if (connections.has("refused")) {
            return "not known: " + connections.text("refused");
        }
        return "POP3 " + connections.text("connections") + ", of which "
                + connections.number("connections_not_logged_in") + " not logged in; refused since the start "
                + connections.number("connection_refused_total") + "; SMTP " + connections.text("smtp_connections");
    }
}
