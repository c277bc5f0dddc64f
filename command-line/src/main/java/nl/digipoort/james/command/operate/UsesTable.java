// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import java.util.List;
import nl.digipoort.james.command.json.JsonObject;
import nl.digipoort.james.command.line.Table;
import nl.digipoort.james.command.line.Terminal;

/** A table for a person. Its columns are as wide as their widest cell, so it keeps the cells, and nothing else, until the last page. */
final class UsesTable implements UsesReport {
    private final Terminal terminal;
    private final Table table =
            Table.headed("ACCOUNT", "STILL NEEDS", "ALSO USES", "FIRST USED", "LAST USED", "DAYS AGO", "FROM");

    UsesTable(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void add(JsonObject page, List<OldUses> accounts) {
        accounts.forEach(uses -> table.row(
                uses.account().text("user"),
                OldUses.shown(uses.needs()),
                OldUses.shown(uses.alsoUses()),
                uses.firstAt(),
                uses.lastAt(),
                uses.daysAgo(page.text("now")),
                uses.lastClient()));
    }

    @Override
    public void end() {
        table.print(terminal);
    }
}
