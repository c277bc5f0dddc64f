// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.line;

import java.util.ArrayList;
import java.util.List;

/** Rows whose columns are aligned; there is no colour and no frame, so that scripts can cut them too. */
public final class Table {
    private static final String BETWEEN = "  ";

    private final List<String[]> rows = new ArrayList<>();

    private Table() {}

    public static Table headed(String... headings) {
        Table table = new Table();
        table.rows.add(headings);
        return table;
    }

    /** Names and values without a heading. */
    public static Table plain() {
        return new Table();
    }

    public Table row(Object... cells) {
        String[] texts = new String[cells.length];
        for (int i = 0; i < cells.length; i++) {
            texts[i] = Printable.of(String.valueOf(cells[i]));
        }
        rows.add(texts);
        return this;
    }

    public void print(Terminal terminal) {
        int[] widths = widths();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                line.append(i == 0 ? "" : BETWEEN).append(row[i]);
                for (int width = row[i].length(); i < row.length - 1 && width < widths[i]; width++) {
                    line.append(' ');
                }
            }
            terminal.line(line.toString().stripTrailing());
        }
    }

    private int[] widths() {
        int columns = 0;
        for (String[] row : rows) {
            columns = Math.max(columns, row.length);
        }
        int[] widths = new int[columns];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        return widths;
    }
}
