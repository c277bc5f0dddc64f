// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import java.util.Map;
import nl.digipoort.james.command.json.Json;
import nl.digipoort.james.command.line.Options;
import nl.digipoort.james.command.line.Terminal;
import nl.digipoort.james.command.webadmin.WebAdmin;

/** {@code release}: brings the held mail of a maildrop in now. */
public final class ReleaseCommand extends AskingCommand {
    @Override
    int execute(WebAdmin server, Options options, Terminal terminal) {
        String name = options.arguments().get(0);
        server.post(WebAdmin.path(HeldCommand.PATH + "/", name) + "?action=release");
        return done(
                options, terminal, Json.write(Map.of("released", name)), name + ": none of its mail is held any more");
    }
}
