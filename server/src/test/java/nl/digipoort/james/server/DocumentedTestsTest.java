// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The documents say of each guarantee which test shows it: those tests must be there. */
class DocumentedTestsTest {
    private static final String CLASS = "[A-Z][a-z][A-Za-z0-9]*(?:Test|IT|Contract)";
    private static final Pattern NAMED_CLASS = Pattern.compile("`(" + CLASS + ")`");
    private static final Pattern NAMED_TEST = Pattern.compile("`(" + CLASS + "\\.\\w+)`");

    @Test
    void namesClassesThatAreThere() throws IOException {
        TestSources sources = TestSources.read();
        Set<String> named = named(NAMED_CLASS);
        assertThat(named).hasSizeGreaterThan(30);

        named.removeIf(sources::hasClass);

        assertThat(named).isEmpty();
    }

    @Test
    void namesTestsThatAreThere() throws IOException {
        TestSources sources = TestSources.read();
        Set<String> named = named(NAMED_TEST);
        assertThat(named).hasSizeGreaterThan(100);

        named.removeIf(sources::hasTest);

        assertThat(named).isEmpty();
    }

    private static Set<String> named(Pattern pattern) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path document : Documents.all()) {
            pattern.matcher(Files.readString(document)).results().forEach(name -> names.add(name.group(1)));
        }
        return names;
    }
}
