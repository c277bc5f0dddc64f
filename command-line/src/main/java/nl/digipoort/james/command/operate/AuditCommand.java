// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import nl.digipoort.james.command.json.Json;
import nl.digipoort.james.command.json.JsonObject;
import nl.digipoort.james.command.line.Options;
import nl.digipoort.james.command.line.Table;
import nl.digipoort.james.command.line.Terminal;
import nl.digipoort.james.command.line.UsageException;
import nl.digipoort.james.command.webadmin.WebAdmin;

/**
 * {@code audit search}: the latest records of a server's audit trail that fit, as its WebAdmin finds them. {@code audit verify} and
 * {@code audit show} are of the server's jar, since they read the files.
 */
public final class AuditCommand extends AskingCommand {
    public static final String ACCOUNT = "--account";
    public static final String MESSAGE_ID = "--message-id";
    public static final String DIGEST = "--digest";
    public static final String SESSION = "--session";
    public static final String FROM = "--from";
    public static final String BEFORE = "--before";

    private static final String RECORDS = "records";
    private static final int MOST = 500;

    @Override
    int execute(WebAdmin server, Options options, Terminal terminal) {
        if (!options.arguments().get(0).equals("search")) {
            throw new UsageException("it is search; verify and show are commands of the server's jar");
        }
        List<Object> records = new ArrayList<>();
        JsonObject page;
        Optional<String> next = Optional.empty();
        do {
            page = JsonObject.of(
                    server.get(query(options, next, MOST - records.size())).json());
            page.list(RECORDS).forEach(record -> records.add(record.values()));
            next = page.has("next") ? Optional.of(page.text("next")) : Optional.empty();
        } while (next.isPresent() && records.size() < MOST);
        if (options.has(JSON)) {
            Map<Object, Object> answer = new LinkedHashMap<>(page.values());
            answer.put(RECORDS, records);
            terminal.line(Json.write(answer));
        } else {
            show(records, terminal);
            if (!page.is("complete")) {
                terminal.text("The trail was searched back to " + page.text("lookedBackTo") + ": " + BEFORE + " "
                        + page.text("lookedBackTo") + " finds earlier records.");
            }
        }
        return DONE;
    }

    private static String query(Options options, Optional<String> next, int most) {
        return new Query("/digipoort/audit")
                .with("limit", Optional.of(Integer.toString(most)))
                .with("user", options.text(ACCOUNT))
                .with("messageId", options.text(MESSAGE_ID).map(id -> id.startsWith("<") ? id : "<" + id + ">"))
                .with("sha256", options.text(DIGEST))
                .with("session", options.text(SESSION))
                .with("from", options.text(FROM))
                .with("before", options.text(BEFORE))
                .with("next", next)
                .toString();
    }

    /** The oldest first, as it happened. */
    private static void show(List<Object> records, Terminal terminal) {
        Collections.reverse(records);
        Table table = Table.headed("TIME", "EVENT", "OUTCOME", "ACCOUNT", "FROM", "BY", "ABOUT");
        for (JsonObject record : JsonObject.list(records)) {
            table.row(
                    record.text("time"),
                    record.has("act") ? record.text("act") + ", " + record.text("event") : record.text("event"),
                    record.text("outcome"),
                    record.text(record.has("maildrop") ? "maildrop" : "user"),
                    record.text("address"),
                    record.text(record.has("administrator") ? "administrator" : "mechanism"),
                    about(record));
        }
        table.print(terminal);
    }

    private static String about(JsonObject record) {
        StringJoiner about = new StringJoiner(", ");
        about.setEmptyValue(record.text("session"));
        for (String field : List.of("mail", "uniqueId", "messageId")) {
            if (record.has(field)) {
                about.add(record.text(field));
            }
        }
        return about.toString();
    }
}
