// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import java.util.List;
import nl.digipoort.james.command.json.Json;
import nl.digipoort.james.command.json.JsonObject;
import nl.digipoort.james.command.line.Terminal;

/** One object with all accounts as the server has them, written as their pages come. Its times are those of the first page. */
final class UsesJson implements UsesReport {
    private final Terminal terminal;
    private boolean begun;
    private String between = "";

    UsesJson(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void add(JsonObject page, List<OldUses> accounts) {
        if (!begun) {
            begun = true;
            terminal.part("{\"from\":" + Json.write(page.text("from")) + ",\"now\":" + Json.write(page.text("now"))
                    + ",\"accounts\":[");
        }
        for (OldUses uses : accounts) {
            terminal.part(between + Json.write(uses.account().values()));
            between = ",";
        }
    }

    @Override
    public void end() {
        terminal.line("]}");
    }
}
