// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import nl.digipoort.james.command.json.JsonObject;
import nl.digipoort.james.command.line.Options;
import nl.digipoort.james.command.line.Refusal;
import nl.digipoort.james.command.line.Terminal;
import nl.digipoort.james.command.line.UsageException;
import nl.digipoort.james.command.webadmin.Answer;
import nl.digipoort.james.command.webadmin.WebAdmin;

/** {@code break}: breaks the lock that was shown, and no later one. A person is asked first; nobody else breaks without {@code --yes}. */
public final class BreakCommand extends AskingCommand {
    public static final String YES = "--yes";

    @Override
    int execute(WebAdmin server, Options options, Terminal terminal) {
        if (!options.has(YES) && !terminal.isInteractive()) {
            throw new UsageException("nobody can be asked here, so it takes " + YES);
        }
        String name = options.arguments().get(0);
        String path = WebAdmin.path(Locks.PATH + "/", name);
        Answer answer = server.get(path);
        JsonObject lock = JsonObject.of(answer.json());
        if (!options.has(YES) && !terminal.confirms(lock.text("user") + ": " + Locks.sentence(lock) + ". Break it?")) {
            throw new Refusal("nothing was done");
        }
        server.delete(path + "?fence=" + lock.text("fence"));
        return done(options, terminal, answer.body(), lock.text("user") + ": broken, " + Locks.sentence(lock));
    }
}
