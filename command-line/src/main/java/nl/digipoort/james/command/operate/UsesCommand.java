// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import java.util.Optional;
import java.util.stream.Collectors;
import nl.digipoort.james.command.json.Json;
import nl.digipoort.james.command.json.JsonObject;
import nl.digipoort.james.command.line.Options;
import nl.digipoort.james.command.line.Table;
import nl.digipoort.james.command.line.Terminal;
import nl.digipoort.james.command.line.UsageException;
import nl.digipoort.james.command.webadmin.WebAdmin;

/**
 * {@code uses}: which accounts still log in by what clients should leave behind, a row for each, to write letters by; with a name all that
 * this account uses.
 */
public final class UsesCommand extends AskingCommand {
    public static final String USE = "--use";
    public static final String STILL_NEEDS = "--still-needs";
    public static final String WITHIN = "--within";
    public static final String NOT_SINCE = "--not-since";
    public static final String CSV = "--csv";

    private static final String PATH = "/digipoort/uses";
    private static final String MOST = "1000";

    @Override
    int execute(WebAdmin server, Options options, Terminal terminal) {
        if (options.has(CSV) && options.has(JSON)) {
            throw new UsageException("it is " + CSV + " or " + JSON);
        }
        if (options.arguments().isEmpty()) {
            report(server, options, terminal);
        } else {
            one(server, options, terminal);
        }
        return DONE;
    }

    private static void report(WebAdmin server, Options options, Terminal terminal) {
        Optional<String> asked = options.text(STILL_NEEDS).or(() -> options.text(USE));
        if (options.has(NOT_SINCE) && asked.isEmpty()) {
            throw new UsageException(NOT_SINCE + " takes " + USE + " or " + STILL_NEEDS);
        }
        UsesReport report = form(options, terminal);
        Optional<String> next = Optional.empty();
        do {
            JsonObject page = JsonObject.of(server.get(query(options, next)).json());
            report.add(
                    page,
                    page.list("accounts").stream()
                            .map(account -> new OldUses(account, asked))
                            .filter(uses -> !uses.isEmpty())
                            .collect(Collectors.toList()));
            next = page.has("next") ? Optional.of(page.text("next")) : Optional.empty();
        } while (next.isPresent());
        report.end();
    }

    private static UsesReport form(Options options, Terminal terminal) {
        if (options.has(JSON)) {
            return new UsesJson(terminal);
        }
        return options.has(CSV) ? new UsesCsv(terminal) : new UsesTable(terminal);
    }

    private static String query(Options options, Optional<String> next) {
        return new Query(PATH)
                .with("limit", Optional.of(MOST))
                .with("use", options.text(USE))
                .with("stillNeeds", options.text(STILL_NEEDS))
                .with("within", options.text(WITHIN))
                .with("notSince", options.text(NOT_SINCE))
                .with("next", next)
                .toString();
    }

    private static void one(WebAdmin server, Options options, Terminal terminal) {
        if (options.has(CSV) || options.has(USE) || options.has(STILL_NEEDS) || options.has(NOT_SINCE)) {
            throw new UsageException("with a name it takes " + WITHIN + " and " + JSON + " only");
        }
        String path = WebAdmin.path(PATH + "/", options.arguments().get(0));
        JsonObject account = JsonObject.of(
                server.get(new Query(path).with("within", options.text(WITHIN)).toString())
                        .json());
        if (options.has(JSON)) {
            terminal.line(Json.write(account.values()));
            return;
        }
        Table table = Table.headed("USE", "FIRST USED", "LAST USED", "FROM");
        account.list("uses")
                .forEach(use ->
                        table.row(use.text("use"), use.text("firstAt"), use.text("lastAt"), use.text("lastClient")));
        table.print(terminal);
        terminal.text("Since " + account.text("from") + ": "
                + OldUses.shown(new OldUses(account, Optional.empty()).wouldBreak()));
    }
}
