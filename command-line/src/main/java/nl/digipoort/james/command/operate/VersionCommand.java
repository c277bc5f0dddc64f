// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import java.util.LinkedHashMap;
import java.util.Map;
import nl.digipoort.james.command.json.Json;
import nl.digipoort.james.command.json.JsonObject;
import nl.digipoort.james.command.line.Command;
import nl.digipoort.james.command.line.Options;
import nl.digipoort.james.command.line.Refusal;
import nl.digipoort.james.command.line.Terminal;
import nl.digipoort.james.command.line.UsageException;
import nl.digipoort.james.command.webadmin.WebAdmin;

/** {@code version}: of this command line, and of the server if there is one that answers. */
public final class VersionCommand implements Command {
    @Override
    public int execute(Options options, Terminal terminal) {
        Map<String, Object> versions = new LinkedHashMap<>();
        versions.put("commandLine", ofThis());
        versions.put("server", null);
        String server = server(options, versions);
        if (options.has(AskingCommand.JSON)) {
            terminal.line(Json.write(versions));
        } else {
            terminal.line("digipoort " + ofThis());
            terminal.text("server    " + server);
        }
        return DONE;
    }

    private static String server(Options options, Map<String, Object> versions) {
        try {
            JsonObject answer =
                    JsonObject.of(WebAdmin.of(options).get("/digipoort/server").json());
            versions.put("server", answer.values());
            return answer.text("version") + ", Java " + answer.text("java") + ", node " + answer.text("node");
        } catch (UsageException | Refusal e) {
            return "not asked: " + e.getMessage();
        }
    }

    private static String ofThis() {
        String version = VersionCommand.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
