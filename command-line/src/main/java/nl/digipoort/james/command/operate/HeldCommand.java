// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import nl.digipoort.james.command.json.JsonObject;
import nl.digipoort.james.command.line.Options;
import nl.digipoort.james.command.line.Table;
import nl.digipoort.james.command.line.Terminal;
import nl.digipoort.james.command.line.Words;
import nl.digipoort.james.command.webadmin.Answer;
import nl.digipoort.james.command.webadmin.WebAdmin;

/** {@code held}: for whom mail waits, that with the oldest first; with a name the mail of that maildrop, in its order. */
public final class HeldCommand extends AskingCommand {
    static final String PATH = "/digipoort/held";

    @Override
    int execute(WebAdmin server, Options options, Terminal terminal) {
        boolean all = options.arguments().isEmpty();
        Answer answer = server.get(
                all ? PATH : WebAdmin.path(PATH + "/", options.arguments().get(0)));
        if (options.has(JSON)) {
            terminal.line(answer.body());
        } else {
            (all ? maildrops(answer) : mails(answer)).print(terminal);
        }
        return DONE;
    }

    private static Table maildrops(Answer answer) {
        Table table = Table.headed("ACCOUNT", "MAILS", "OLDEST", "AGE");
        for (JsonObject waiting : JsonObject.list(answer.json())) {
            table.row(waiting.text("user"), waiting.text("count"), waiting.text("oldestHeldAt"), age(waiting));
        }
        return table;
    }

    private static Table mails(Answer answer) {
        Table table = Table.headed("SEQUENCE", "MAIL", "OCTETS", "ARRIVED", "AGE");
        for (JsonObject mail : JsonObject.list(answer.json())) {
            table.row(mail.text("sequence"), mail.text("mail"), mail.text("octets"), mail.text("arrivedAt"), age(mail));
        }
        return table;
    }

    private static String age(JsonObject held) {
        return Words.duration(held.number("heldSeconds"));
    }
}
