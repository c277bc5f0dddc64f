// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.digipoort.james.command.RecordedTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The installation, the overlay and the pages say the same. */
class OverlayTest {
    private static final Path PROJECT = Path.of("..");

    @TempDir
    private Path scratch;

    @Test
    void namesTheClassesThatTheOverlayNames() {
        ConfigurationFiles overlay = new ConfigurationFiles(PROJECT.resolve("conf"));

        assertThat(overlay.properties(Names.EXTENSIONS).words(Names.MODULE_KEY)).containsExactly(Names.MODULE);
        assertThat(overlay.properties(Names.EXTENSIONS).words(Names.STARTABLE_KEY))
                .containsExactly(Names.STARTABLE);
        assertThat(overlay.properties(Names.WEBADMIN).words(Names.ROUTES_KEY))
                .containsExactly(Names.ROUTES, Names.METRICS);
        assertThat(overlay.properties(Names.WEBADMIN).value(Names.ORIGIN_KEY)).contains(Names.NO_ORIGIN);
        assertThat(overlay.properties(Names.HEALTHCHECK).words(Names.CHECKS_KEY))
                .isEqualTo(Names.CHECKS);
    }

    @Test
    void logsLoginsInThePatternOfTheOverlay() throws Exception {
        SampleJames james = SampleJames.memory(scratch.resolve("james"));
        james.install(new RecordedTerminal());

        assertThat(pattern(james.read("logback.xml"), "DIGIPOORT_LOGIN"))
                .isEqualTo(pattern(Files.readString(PROJECT.resolve("conf/logback.xml")), "CONSOLE"));
    }

    /** Four pages had four lists. */
    @Test
    void allPagesHaveTheSameRoutes() throws Exception {
        List<String> lines = new ArrayList<>();
        for (Path page : pages()) {
            Files.readString(page)
                    .lines()
                    .filter(line -> line.startsWith(Names.ROUTES_KEY + "="))
                    .forEach(lines::add);
        }

        assertThat(lines)
                .hasSizeGreaterThan(1)
                .containsOnly(Names.ROUTES_KEY + "=" + Names.ROUTES + "," + Names.METRICS);
    }

    @Test
    void thePageOfTheInstallationNamesEachFileThatItTouches() throws Exception {
        String page = Files.readString(PROJECT.resolve("docs/start/drop-in.md"));
        SampleJames james = SampleJames.of(scratch.resolve("james"), "3.8.1", "distributed");
        james.withoutCertificates();
        RecordedTerminal terminal = new RecordedTerminal();

        james.install(terminal);

        List<String> touched = terminal.out()
                .lines()
                .filter(line -> line.startsWith("+++ "))
                .map(line -> line.substring(4))
                .collect(Collectors.toList());
        touched.addAll(
                List.of("extensions-jars/", "conf/digipoort-credential.key", "conf/digipoort-audit.key", "conf/tls/"));
        assertThat(touched).hasSizeGreaterThan(10).allSatisfy(name -> assertThat(page)
                .contains("`" + name + "`"));
    }

    private static List<Path> pages() throws Exception {
        try (Stream<Path> files = Files.walk(PROJECT.resolve("docs"))) {
            return files.filter(file -> file.toString().endsWith(".md")).collect(Collectors.toList());
        }
    }

    private static String pattern(String logback, String appender) {
        return XmlText.root("logback.xml", logback)
                .everything()
                .filter(element -> element.attribute("name").equals(appender))
                .flatMap(XmlElement::everything)
                .filter(element -> element.name().equals("pattern"))
                .findFirst()
                .orElseThrow()
                .text();
    }
}
