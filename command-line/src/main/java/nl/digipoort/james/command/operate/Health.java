// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import nl.digipoort.james.command.json.JsonObject;
import nl.digipoort.james.command.line.Table;
import nl.digipoort.james.command.line.Words;
import nl.digipoort.james.command.webadmin.Answer;
import nl.digipoort.james.command.webadmin.WebAdmin;

/** James's health checks: by name those that are not healthy, each with its cause; the others as a list. */
final class Health {
    private static final String HEALTHY = "healthy";
    private static final int WIDTH = 100;

    private Health() {}

    /** The answer counts whatever its status is: it is 503 if something is unhealthy. */
    static Object of(WebAdmin server) {
        Answer answer = server.ask("GET", "/healthcheck");
        return answer.parsed()
                .filter(health -> JsonObject.of(health).has("checks"))
                .orElseGet(() -> Map.of("refused", answer.message()));
    }

    /** Also where it is not known: who asks wants an alarm then. */
    static boolean isUnhealthy(JsonObject health) {
        return health.has("refused") || health.text("status").equals("unhealthy");
    }

    static void rows(JsonObject health, Table table) {
        if (health.has("refused")) {
            table.row("health", "not known: " + health.text("refused"));
            return;
        }
        String label = "health";
        StringJoiner healthy = new StringJoiner(", ", HEALTHY + ": ", "");
        for (JsonObject check : byName(health)) {
            if (check.text("status").equals(HEALTHY)) {
                healthy.add(check.text("componentName"));
            } else {
                table.row(
                        label,
                        check.text("status").toUpperCase(Locale.ROOT) + " " + check.text("componentName") + ": "
                                + check.text("cause"));
                label = "";
            }
        }
        for (String line : Words.wrapped(healthy.toString(), WIDTH)) {
            table.row(label, line);
            label = "";
        }
    }

    /** James asks them in no order. */
    private static List<JsonObject> byName(JsonObject health) {
        List<JsonObject> checks = health.list("checks");
        checks.sort((one, other) -> one.text("componentName").compareTo(other.text("componentName")));
        return checks;
    }
}
