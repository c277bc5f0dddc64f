// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nl.digipoort.james.command.json.Json;
import nl.digipoort.james.command.json.JsonObject;
import nl.digipoort.james.command.line.Refusal;
import nl.digipoort.james.command.line.Table;
import nl.digipoort.james.command.line.Words;
import nl.digipoort.james.command.webadmin.Answer;
import nl.digipoort.james.command.webadmin.WebAdmin;

/** A server at a glance. A part that the server refuses is the reason in its place, so that the others are shown all the same. */
final class ServerStatus {
    private final String url;
    private final Map<String, Object> parts = new LinkedHashMap<>();

    private ServerStatus(String url) {
        this.url = url;
        parts.put("url", url);
    }

    /** All parts need a token that is in force. The first one shows whether it is. */
    static ServerStatus of(WebAdmin server) {
        ServerStatus status = new ServerStatus(server.url());
        Answer locks = server.ask("GET", Locks.PATH);
        if (locks.isDenied()) {
            throw new Refusal(locks.message());
        }
        status.put("server", server.ask("GET", "/digipoort/server"));
        status.parts.put("health", Health.of(server));
        status.parts.put("connections", Connections.of(server));
        status.put("locks", locks);
        status.put("held", server.ask("GET", HeldCommand.PATH));
        status.put("tls", server.ask("GET", Certificates.PATH));
        status.put("clock", server.ask("GET", "/digipoort/clock"));
        status.parts.put("loginsOfTheLastHour", LastHour.of(server));
        return status;
    }

    private void put(String part, Answer answer) {
        parts.put(part, answer.isOk() ? answer.json() : Map.of("refused", answer.message()));
    }

    String json() {
        return Json.write(parts);
    }

    boolean isUnhealthy() {
        return Health.isUnhealthy(part("health")) || part("locks").has("refused");
    }

    Table table() {
        Table table = Table.plain();
        JsonObject server = part("server");
        table.row(
                "server",
                refusedOr(
                        server,
                        "digipoort " + server.text("version") + ", Java " + server.text("java") + ", node "
                                + server.text("node")));
        table.row("webadmin", url);
        if (server.has("startedAt")) {
            table.row("up since", server.text("startedAt") + upFor(server));
        }
        Health.rows(part("health"), table);
        if (server.has("listeners")) {
            listeners(server.object("listeners"), table);
        }
        table.row("connections", Connections.sentence(part("connections")));
        locks(table);
        held(table);
        JsonObject tls = part("tls");
        table.row("certificate", refusedOr(tls, Certificates.sentence(tls)));
        JsonObject clock = part("clock");
        table.row("clock", refusedOr(clock, clock(clock)));
        JsonObject logins = part("loginsOfTheLastHour");
        table.row("last hour", refusedOr(logins, LastHour.sentence(logins)));
        return table;
    }

    private String upFor(JsonObject server) {
        long seconds = Moments.seconds(server.text("startedAt"), part("clock").text("now"));
        return seconds < 0 ? "" : " (" + Words.duration(seconds) + ")";
    }

    private static void listeners(JsonObject listeners, Table table) {
        String label = "listeners";
        for (Map.Entry<?, ?> listener : listeners.values().entrySet()) {
            List<?> addresses = listener.getValue() instanceof List ? (List<?>) listener.getValue() : List.of();
            table.row(label, listener.getKey() + " " + (addresses.isEmpty() ? "not bound" : join(addresses)));
            label = "";
        }
    }

    private static String join(List<?> addresses) {
        StringBuilder line = new StringBuilder();
        for (Object address : addresses) {
            line.append(line.length() == 0 ? "" : ", ").append(address);
        }
        return line.toString();
    }

    private void locks(Table table) {
        List<JsonObject> locks = JsonObject.list(parts.get("locks"));
        long sessions = 0;
        long oldest = 0;
        for (JsonObject lock : locks) {
            sessions += Locks.isSession(lock) ? 1 : 0;
            oldest = Math.max(oldest, lock.number("heldSeconds"));
        }
        JsonObject part = part("locks");
        table.row("sessions", refusedOr(part, sessions + " on all nodes"));
        String sentence = locks.isEmpty() ? "none" : locks.size() + ", the oldest for " + Words.duration(oldest);
        table.row("locks", refusedOr(part, sentence));
    }

    private void held(Table table) {
        List<JsonObject> waiting = JsonObject.list(parts.get("held"));
        long mails = 0;
        long oldest = 0;
        for (JsonObject maildrop : waiting) {
            mails += maildrop.number("count");
            oldest = Math.max(oldest, maildrop.number("heldSeconds"));
        }
        String sentence = waiting.isEmpty()
                ? "none"
                : Words.count(mails, "mail") + " for " + Words.count(waiting.size(), "maildrop") + ", the oldest for "
                        + Words.duration(oldest);
        table.row("held", refusedOr(part("held"), sentence));
    }

    private static String clock(JsonObject clock) {
        return clock.text("trusted").equals("true")
                ? "trusted"
                : "NOT TRUSTED: it says " + clock.text("now") + " where " + clock.text("expected") + " was expected";
    }

    private JsonObject part(String name) {
        return JsonObject.of(parts.get(name));
    }

    private static String refusedOr(JsonObject part, String sentence) {
        return part.has("refused") ? "not known: " + part.text("refused") : sentence;
    }
}
