package nl.digipoort.james.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents say of each guarantee which test shows it: those tests must be there. */
class DocumentedTestsTest {
    private static final Pattern TEST = Pattern.compile("`([A-Z][a-z][A-Za-z0-9]*(?:Test|IT|Contract))`");

    @Test
    void namesTestsThatAreThere() throws IOException {
        Set<String> missing = new TreeSet<>();
        for (Path document : documents()) {
            TEST.matcher(Files.readString(document)).results().forEach(name -> missing.add(name.group(1)));
        }
        assertThat(missing).hasSizeGreaterThan(30);

        missing.removeAll(tests());

        assertThat(missing).isEmpty();
    }

    private static Set<Path> documents() throws IOException {
        Path project = Distribution.project();
        try (Stream<Path> root = Files.list(project);
                Stream<Path> docs = Files.walk(project.resolve("docs"))) {
            return Stream.concat(root, docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .collect(Collectors.toSet());
        }
    }

    private static Set<String> tests() throws IOException {
        Set<String> tests = new TreeSet<>();
        for (String module : new String[] {"james-extension", "server", "stock-james-test"}) {
            try (Stream<Path> sources =
                    Files.walk(Distribution.project().resolve(module).resolve("src/test/java"))) {
                sources.map(path -> path.getFileName().toString())
                        .filter(name -> name.endsWith(".java"))
                        .forEach(name -> tests.add(name.substring(0, name.length() - ".java".length())));
            }
        }
        return tests;
    }
}
