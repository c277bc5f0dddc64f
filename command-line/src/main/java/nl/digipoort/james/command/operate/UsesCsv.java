// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import java.util.List;
import nl.digipoort.james.command.json.JsonObject;
import nl.digipoort.james.command.line.Csv;
import nl.digipoort.james.command.line.Terminal;

/** A row for each letter, written as its page comes. */
final class UsesCsv implements UsesReport {
    private final Terminal terminal;
    private boolean begun;

    UsesCsv(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void add(JsonObject page, List<OldUses> accounts) {
        if (!begun) {
            begun = true;
            terminal.line(Csv.row(
                    "account",
                    "still needs",
                    "also uses",
                    "first used",
                    "last used",
                    "days ago",
                    "last address",
                    "would break"));
        }
        accounts.forEach(uses -> terminal.line(Csv.row(
                uses.account().text("user"),
                uses.needs(),
                uses.alsoUses(),
                uses.firstAt(),
                uses.lastAt(),
                uses.daysAgo(page.text("now")),
                uses.lastClient(),
                uses.wouldBreak())));
    }

    @Override
    public void end() {
        // each row is complete
    }
}
