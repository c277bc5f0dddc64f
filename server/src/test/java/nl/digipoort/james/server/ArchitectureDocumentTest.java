// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/develop/architecture.md lists every decision under its title, and every package of the jar. */
class ArchitectureDocumentTest {
    private static final Pattern DECISION = Pattern.compile("(?m)^\\| (\\d+) \\| \\[([^]]+)]\\(adr/([^)]+)\\) \\|$");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^\\| `([a-z0-9.]+)` \\|");

    @Test
    void listsEveryDecisionUnderItsTitle() throws IOException {
        List<String> listed = DECISION.matcher(page())
                .results()
                .map(row -> row.group(3) + " # " + row.group(1) + ". " + row.group(2))
                .toList();

        assertThat(listed).containsExactlyElementsOf(decisions());
    }

    @Test
    void listsEveryPackageOfTheJar() throws IOException {
        Set<String> listed =
                PACKAGE.matcher(page()).results().map(row -> row.group(1)).collect(Collectors.toSet());

        assertThat(listed).isEqualTo(packages());
    }

    private static String page() throws IOException {
        return Documents.read("docs/develop/architecture.md");
    }

    private static List<String> decisions() throws IOException {
        try (Stream<Path> files = Files.list(Distribution.project().resolve("docs/develop/adr"))) {
            List<Path> sorted = files.sorted().toList();
            List<String> decisions = new ArrayList<>();
            for (Path file : sorted) {
                decisions.add(file.getFileName() + " "
                        + Files.readString(file).lines().findFirst().orElse(""));
            }
            return decisions;
        }
    }

    private static Set<String> packages() throws IOException {
        Path root = Distribution.project().resolve("james-extension/src/main/java/nl/digipoort/james");
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> root.relativize(file.getParent()).toString().replace('/', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
