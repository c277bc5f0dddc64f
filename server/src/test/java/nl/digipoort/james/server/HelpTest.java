// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "export",
                "import",
                "convert",
                "cli",
                "audit",
                "class-data",
                "demo",
                "testserver",
                "help",
                "status",
                "tls"
            })
    void showsWhatItSaysOfOneCommand(String command) {
        String text = Help.of(command).text();

        assertThat(text.lines().filter(line -> line.startsWith("  ./digipoort ")))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("  ./digipoort " + command));
        assertThat(text).doesNotContain("Needs JDK 17");
        assertThat(text.lines().skip(1)).anyMatch(line -> line.startsWith("      "));
    }

    @Test
    void showsAllWithoutACommandAndRefusesWhatItDoesNotKnow() {
        assertThat(Help.from(List.of()).text()).startsWith("digipoort: ").contains("Needs JDK 17");

        assertThatThrownBy(() -> Help.from(List.of("nothing"))).hasMessageContaining("'nothing'");
        assertThatThrownBy(() -> Help.from(List.of("run", "stray"))).hasMessageContaining("'stray'");
    }

    @Test
    void listsEachOption() {
        assertListed("demo", Demo.OPTIONS);
        assertListed("run", RunCommand.OPTIONS);
        assertListed("convert", ConvertCommand.OPTIONS);
    }

    private static void assertListed(String command, Set<String> options) {
        assertThat(Help.of(command).text()).contains(options);
    }
}
