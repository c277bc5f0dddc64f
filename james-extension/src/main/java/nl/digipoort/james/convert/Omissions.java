// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.util.ArrayList;
import java.util.List;
import nl.digipoort.james.move.Report;

/** What is not converted, in words: reported now, and again by the import. Not thread-safe. */
final class Omissions {
    private final Report report;
    private final List<String> lines = new ArrayList<>();

    Omissions(Report report) {
        this.report = report;
    }

    void failed(ForeignAccount account, String reason) {
        String user = account.user().asString();
        report.failed(user, reason);
        lines.add("account " + user + ": " + reason);
    }

    void missing(String line) {
        report.missing("not converted: " + line);
        lines.add(line);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
