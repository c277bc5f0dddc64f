// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import java.util.LinkedHashMap;
import java.util.Map;
import nl.digipoort.james.command.json.Json;
import nl.digipoort.james.command.json.JsonObject;
import nl.digipoort.james.command.line.Options;
import nl.digipoort.james.command.line.Table;
import nl.digipoort.james.command.line.Terminal;
import nl.digipoort.james.command.line.Words;
import nl.digipoort.james.command.webadmin.WebAdmin;

/** {@code account}: everything that is known of one account, on one screen. */
public final class AccountCommand extends AskingCommand {
    private static final Rules LIMITS = new Limits();

    @Override
    int execute(WebAdmin server, Options options, Terminal terminal) {
        String name = options.arguments().get(0);
        JsonObject maildrop = ask(server, "/digipoort/maildrops/", name);
        JsonObject record = ask(server, CredentialRecord.PATH, name);
        JsonObject limits = ask(server, Limits.PATH + "/", name);
        if (options.has(JSON)) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("maildrop", maildrop.values());
            all.put("record", record.values());
            all.put("limits", limits.values());
            terminal.line(Json.write(all));
            return DONE;
        }
        Table.plain()
                .row("account", maildrop.text("user"))
                .row(
                        "maildrop",
                        Words.count(maildrop.number("messages"), "message") + ", " + maildrop.text("octets")
                                + " octets")
                .row("lock", maildrop.has("lock") ? Locks.sentence(maildrop.object("lock")) : "none")
                .row("last login", at(maildrop.object("lastLogin")))
                .row("last retrieval", at(maildrop.object("lastRetrieval")))
                .row("held", held(maildrop))
                .row("record", CredentialRecord.sentence(record))
                .row("limits", LIMITS.line(limits.object("limits")))
                .row("exceptions", LIMITS.line(limits.object("exceptions")))
                .print(terminal);
        return DONE;
    }

    private static JsonObject ask(WebAdmin server, String base, String name) {
        return JsonObject.of(server.get(WebAdmin.path(base, name)).json());
    }

    private static String at(JsonObject event) {
        if (event.isEmpty()) {
            return "none known";
        }
        return event.text("at") + (event.has("client") ? " from " + event.text("client") : "");
    }

    private static String held(JsonObject maildrop) {
        long count = maildrop.number("heldDeliveries");
        return count == 0 ? "none" : Words.count(count, "mail") + ", the oldest since " + maildrop.text("oldestHeldAt");
    }
}
