// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import java.util.List;
import java.util.Map;
import nl.digipoort.james.command.json.Json;
import nl.digipoort.james.command.json.JsonObject;
import nl.digipoort.james.command.line.Options;
import nl.digipoort.james.command.line.Passwords;
import nl.digipoort.james.command.line.Terminal;
import nl.digipoort.james.command.line.UsageException;
import nl.digipoort.james.command.webadmin.Answer;
import nl.digipoort.james.command.webadmin.WebAdmin;

/** {@code record}: the state of the record by which DIGEST-MD5 verifies; makes it of the password that James holds, or deletes it. */
public final class RecordCommand extends AskingCommand {
    @Override
    int execute(WebAdmin server, Options options, Terminal terminal) {
        List<String> arguments = options.arguments();
        String path = WebAdmin.path(CredentialRecord.PATH, arguments.get(0));
        String action = arguments.size() == 1 ? "show" : arguments.get(1);
        switch (action) {
            case "show":
                break;
            case "set":
                server.put(path, Json.write(Map.of("password", Passwords.read(options, terminal, arguments.get(0)))));
                break;
            case "delete":
                server.delete(path);
                break;
            default:
                throw new UsageException("'" + action + "' is not set or delete");
        }
        Answer answer = server.get(path);
        JsonObject record = JsonObject.of(answer.json());
        return done(options, terminal, answer.body(), record.text("user") + ": " + CredentialRecord.sentence(record));
    }
}
