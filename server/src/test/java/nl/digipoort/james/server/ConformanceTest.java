// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * docs/assurance/conformance.md speaks of every clause that obliges the server, as the list in the resources has them, and names for each a test,
 * or why there is none. {@link DocumentedTestsTest} looks whether the tests are there.
 */
class ConformanceTest {
    private static final Pattern CHAPTER = Pattern.compile("(?m)^## ([^,\n]+).*$");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| §([^|]+) \\| [^|]+ \\| [^|]+ \\| ([^|]+) \\|$");
    private static final Pattern TESTS = Pattern.compile("`\\w+\\.\\w+`(?:, `\\w+\\.\\w+`)*");
    private static final String NO_TEST = "Not by a test, because ";

    @Test
    void speaksOfEveryClause() throws IOException {
        Map<String, Set<String>> spokenOf = new LinkedHashMap<>();
        chapters().forEach((document, text) -> {
            Set<String> clauses = new LinkedHashSet<>();
            ROW.matcher(text).results().forEach(row -> clauses.add(row.group(1)));
            spokenOf.put(document, clauses);
        });

        assertThat(spokenOf).containsOnlyKeys(clauses().keySet());
        clauses()
                .forEach((document, clauses) ->
                        assertThat(spokenOf.get(document)).as(document).containsExactlyInAnyOrderElementsOf(clauses));
    }

    @Test
    void namesATestForEachClauseOrSaysWhyThereIsNone() throws IOException {
        Set<String> silent = new TreeSet<>();
        int rows = 0;
        for (Map.Entry<String, String> chapter : chapters().entrySet()) {
            for (String line : chapter.getValue()
                    .lines()
                    .filter(row -> row.startsWith("| §"))
                    .toList()) {
                rows++;
                var row = ROW.matcher(line);
                if (!row.matches()
                        || !(TESTS.matcher(row.group(2)).matches()
                                || row.group(2).startsWith(NO_TEST))) {
                    silent.add(chapter.getKey() + " " + line);
                }
            }
        }

        assertThat(rows).isGreaterThan(100);
        assertThat(silent).isEmpty();
    }

    /** The text of each chapter by the name of its document: what stands before the first comma of the heading. */
    private static Map<String, String> chapters() throws IOException {
        String page = Documents.read("docs/assurance/conformance.md");
        Map<String, String> chapters = new LinkedHashMap<>();
        var heading = CHAPTER.matcher(page);
        String document = null;
        int start = 0;
        while (heading.find()) {
            if (document != null) {
                chapters.put(document, page.substring(start, heading.start()));
            }
            document = heading.group(1);
            start = heading.end();
        }
        chapters.put(document, page.substring(start));
        return chapters;
    }

    private static Map<String, Set<String>> clauses() throws IOException {
        Map<String, Set<String>> clauses = new LinkedHashMap<>();
        try (InputStream list = ConformanceTest.class.getResourceAsStream("/conformance/clauses.txt")) {
            for (String line : new String(list.readAllBytes(), UTF_8).lines().toList()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] parts = line.split(": ", 2);
                    clauses.put(parts[0], Set.of(parts[1].split(", ", -1)));
                }
            }
        }
        return clauses;
    }
}
