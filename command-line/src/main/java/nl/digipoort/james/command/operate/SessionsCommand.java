// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import java.util.ArrayList;
import java.util.List;
import nl.digipoort.james.command.json.Json;
import nl.digipoort.james.command.json.JsonObject;
import nl.digipoort.james.command.line.Options;
import nl.digipoort.james.command.line.Table;
import nl.digipoort.james.command.line.Terminal;
import nl.digipoort.james.command.webadmin.WebAdmin;

/** {@code sessions}: who is logged in, on all nodes: the locks that sessions have. */
public final class SessionsCommand extends AskingCommand {
    @Override
    int execute(WebAdmin server, Options options, Terminal terminal) {
        List<Object> sessions = new ArrayList<>();
        Table table = Table.headed("ACCOUNT", "CLIENT", "NODE", "STATE", "SINCE", "AGE");
        for (JsonObject lock : JsonObject.list(server.get(Locks.PATH).json())) {
            if (Locks.isSession(lock)) {
                sessions.add(lock.values());
                table.row(
                        lock.text("user"),
                        lock.text("client"),
                        lock.text("node"),
                        lock.text("state"),
                        lock.text("since"),
                        Locks.age(lock));
            }
        }
        if (options.has(JSON)) {
            terminal.line(Json.write(sessions));
        } else {
            table.print(terminal);
        }
        return DONE;
    }
}
