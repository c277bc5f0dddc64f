// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import nl.digipoort.james.benchmarks.report.Results;
import org.junit.jupiter.api.Test;

class ScalePageTest {
    @Test
    void hasWhatTheSimulationPrints() throws IOException {
        String page = Files.readString(Path.of("../docs/operate/scale.md"));
        ScaleReport report = new ScaleReport(
                Results.read(Path.of("results/distributed.json")), Results.read(Path.of("results/results.json")));

        Map<String, String> tables = report.tables();

        assertThat(ScalePage.with(page, tables))
                .as("run benchmarks/run --scale")
                .isEqualTo(page);
        assertThat(tables.keySet()).allSatisfy(name -> assertThat(page).contains("<!-- table: " + name + " -->"));
    }
}
