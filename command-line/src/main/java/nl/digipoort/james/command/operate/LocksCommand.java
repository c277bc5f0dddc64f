// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import nl.digipoort.james.command.json.JsonObject;
import nl.digipoort.james.command.line.Options;
import nl.digipoort.james.command.line.Table;
import nl.digipoort.james.command.line.Terminal;
import nl.digipoort.james.command.line.Words;
import nl.digipoort.james.command.webadmin.Answer;
import nl.digipoort.james.command.webadmin.WebAdmin;

/** {@code locks}: all locks in force, those of other nodes as well, the oldest first. */
public final class LocksCommand extends AskingCommand {
    @Override
    int execute(WebAdmin server, Options options, Terminal terminal) {
        Answer answer = server.get(Locks.PATH);
        if (options.has(JSON)) {
            terminal.line(answer.body());
            return DONE;
        }
        Table table = Table.headed("ACCOUNT", "KIND", "HOLDER", "NODE", "STATE", "AGE", "LEFT", "FENCE");
        for (JsonObject lock : JsonObject.list(answer.json())) {
            table.row(
                    lock.text("user"),
                    lock.text("kind"),
                    Locks.holder(lock),
                    lock.text("node"),
                    lock.text("state"),
                    Locks.age(lock),
                    Words.duration(lock.number("leftSeconds")),
                    lock.text("fence"));
        }
        table.print(terminal);
        return DONE;
    }
}
