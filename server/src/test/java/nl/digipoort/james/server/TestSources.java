// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The test classes of the project and the tests in each, as they stand in the sources. */
final class TestSources {
    private static final Pattern TEST =
            Pattern.compile("@(?:Test|ParameterizedTest|Property)\\b.*?\\bvoid ([a-z]\\w*)\\(", Pattern.DOTALL);
    private static final String JAVA = ".java";

    private final Map<String, Set<String>> testsByClass;

    private TestSources(Map<String, Set<String>> testsByClass) {
        this.testsByClass = testsByClass;
    }

    static TestSources read() throws IOException {
        Map<String, Set<String>> tests = new HashMap<>();
        for (String module : List.of(
                "command-line",
                "james-extension",
                "test-kit",
                "james-3.9-test",
                "distributed-server",
                "server",
                "stock-james-test",
                "benchmarks")) {
            Path sources = Distribution.project().resolve(module).resolve("src/test/java");
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(JAVA)).toList()) {
                    String name = file.getFileName().toString();
                    tests.put(name.substring(0, name.length() - JAVA.length()), testsOf(Files.readString(file)));
                }
            }
        }
        return new TestSources(tests);
    }

    private static Set<String> testsOf(String source) {
        Set<String> tests = new HashSet<>();
        TEST.matcher(source).results().forEach(test -> tests.add(test.group(1)));
        return tests;
    }

    boolean hasClass(String name) {
        return testsByClass.containsKey(name);
    }

    /** @param name as in {@code ClassTest.doesSomething} */
    boolean hasTest(String name) {
        int dot = name.indexOf('.');
        return testsByClass.getOrDefault(name.substring(0, dot), Set.of()).contains(name.substring(dot + 1));
    }
}
