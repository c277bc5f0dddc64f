// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What conf/ says before an operator has touched it: interface document 1.2.2. */
class ShippedConfigurationTest {
    @Test
    void servesPop3OnPort110AndNothingOnPort995() throws IOException {
        assertThat(Documents.read("conf/pop3server.xml"))
                .containsPattern(
                        "<bind>\\$\\{sys:digipoort[.]bind:-0[.]0[.]0[.]0}:\\$\\{sys:digipoort[.]pop3[.]port:-110}</bind>");
        for (Path file : files()) {
            assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern(Pattern.compile("\\b995\\b"));
        }
    }

    private static Iterable<Path> files() throws IOException {
        Path project = Distribution.project();
        try (Stream<Path> conf = Files.walk(project.resolve("conf"))) {
            return Stream.concat(conf.filter(Files::isRegularFile), Stream.of(project.resolve("docker-compose.yml")))
                    .toList();
        }
    }
}
