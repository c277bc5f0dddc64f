// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import nl.digipoort.james.command.line.Command;
import nl.digipoort.james.command.line.Options;
import nl.digipoort.james.command.line.Terminal;
import nl.digipoort.james.command.webadmin.WebAdmin;

/** A command that asks a server. */
abstract class AskingCommand implements Command {
    static final String JSON = "--json";

    @Override
    public final int execute(Options options, Terminal terminal) {
        return execute(WebAdmin.of(options), options, terminal);
    }

    abstract int execute(WebAdmin server, Options options, Terminal terminal);

    /** Says what was done, as JSON for programs. */
    static int done(Options options, Terminal terminal, String json, String text) {
        if (options.has(JSON)) {
            terminal.line(json);
        } else {
            terminal.text(text);
        }
        return DONE;
    }
}
