// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import nl.digipoort.james.benchmarks.report.Results;
import nl.digipoort.james.benchmarks.scale.ScalePage;
import nl.digipoort.james.benchmarks.scale.ScaleReport;

/** Simulates, prints the tables, and puts them into docs/operate/scale.md. */
final class ScaleCommand {
    private final Path project;
    private final Console console;

    ScaleCommand(Path project, Console console) {
        this.project = project;
        this.console = console;
    }

    void run() throws IOException {
        Path results = project.resolve("benchmarks/results");
        Map<String, String> tables = new ScaleReport(
                        Results.read(results.resolve("distributed.json")),
                        Results.read(results.resolve("results.json")))
                .tables();
        tables.forEach((name, table) -> console.line(name + "\n\n" + table));
        Path page = project.resolve("docs/operate/scale.md");
        Files.writeString(page, ScalePage.with(Files.readString(page), tables));
    }
}
