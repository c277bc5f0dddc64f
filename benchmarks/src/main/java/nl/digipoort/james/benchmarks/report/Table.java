// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** A table in Markdown. */
public final class Table {
    static final String NONE = "-";

    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... head) {
        rows.add(List.of(head));
        rows.add(Collections.nCopies(head.length, "---"));
    }

    public void row(String... cells) {
        rows.add(List.of(cells));
    }

    public void row(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    public String text() {
        return rows.stream()
                .map(row -> row.stream().collect(Collectors.joining(" | ", "| ", " |\n")))
                .collect(Collectors.joining());
    }
}
