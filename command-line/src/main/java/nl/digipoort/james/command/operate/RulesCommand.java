// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import java.util.List;
import java.util.Map;
import nl.digipoort.james.command.json.Json;
import nl.digipoort.james.command.json.JsonObject;
import nl.digipoort.james.command.line.Options;
import nl.digipoort.james.command.line.Table;
import nl.digipoort.james.command.line.Terminal;
import nl.digipoort.james.command.line.UsageException;
import nl.digipoort.james.command.webadmin.Answer;
import nl.digipoort.james.command.webadmin.WebAdmin;

/**
 * {@code limits} and {@code policy}: the rules in force, of one account or for all; sets or takes back the ones that are given and leaves
 * the others.
 */
public final class RulesCommand extends AskingCommand {
    public static final String ALL = "--all";

    private final Rules rules;

    private RulesCommand(Rules rules) {
        this.rules = rules;
    }

    public static RulesCommand ofLimits() {
        return new RulesCommand(new Limits());
    }

    public static RulesCommand ofPolicy() {
        return new RulesCommand(new Policy());
    }

    @Override
    int execute(WebAdmin server, Options options, Terminal terminal) {
        List<String> arguments = options.arguments();
        boolean all = options.has(ALL) || arguments.isEmpty();
        if (!all && arguments.get(0).contains("=")) {
            throw new UsageException("whose? NAME, or " + ALL + " for accounts without exceptions");
        }
        String path = all ? rules.path() : WebAdmin.path(rules.path() + "/", arguments.get(0));
        List<String> changes = all ? arguments : arguments.subList(1, arguments.size());
        if (!changes.isEmpty()) {
            JsonObject set = JsonObject.of(server.get(path).json()).object(all ? "set" : "exceptions");
            server.put(path, Json.write(rules.changed(set, changes)));
        }
        Answer answer = server.get(path);
        if (options.has(JSON)) {
            terminal.line(answer.body());
        } else {
            show(JsonObject.of(answer.json()), all, terminal);
        }
        return DONE;
    }

    private void show(JsonObject answer, boolean all, Terminal terminal) {
        JsonObject set = answer.object(all ? "set" : "exceptions");
        Table table = Table.headed(rules.heading(), "VALUE", "SET");
        Map<String, Object> own = rules.flat(set);
        rules.flat(answer.object(rules.key()))
                .forEach((key, value) ->
                        table.row(key, value, own.containsKey(key) ? all ? "for all" : "for this account" : "-"));
        table.print(terminal);
        if (all && !answer.object("exceptions").isEmpty()) {
            terminal.line("");
            Table exceptions = Table.headed("ACCOUNT", "EXCEPTIONS");
            answer.object("exceptions")
                    .values()
                    .forEach((account, values) -> exceptions.row(account, rules.line(JsonObject.of(values))));
            exceptions.print(terminal);
        }
    }
}
