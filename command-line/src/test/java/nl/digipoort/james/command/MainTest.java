// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MainTest {
    private final RecordedTerminal recorded = new RecordedTerminal();

    @Test
    void refusesAnUnknownCommandInOneLine() {
        int status = run("nothing");

        assertThat(status).isEqualTo(2);
        assertThat(recorded.err()).isEqualTo("digipoort: unknown command 'nothing' (digipoort help lists them)\n");
    }

    @Test
    void refusesAnUnknownOptionInOneLine() {
        int status = run("version", "--nothing");

        assertThat(status).isEqualTo(2);
        assertThat(recorded.err())
                .isEqualTo("digipoort: version: unknown option '--nothing' (digipoort help version explains)\n");
        assertThat(recorded.out()).isEmpty();
    }

    @Test
    void listsEachCommandWhenAskedForHelp() {
        int status = run("help");

        assertThat(status).isZero();
        for (CommandName name : CommandName.values()) {
            assertThat(recorded.out()).contains("  digipoort " + name.text() + " ");
        }
    }

    @ParameterizedTest
    @EnumSource(CommandName.class)
    void showsTheOptionsOfACommandAndMakesIt(CommandName name) {
        int status = run(name.text(), "--help");

        assertThat(status).isZero();
        assertThat(recorded.out()).startsWith(name.usage());
        assertThat(name.syntax().valued()).allMatch(recorded.out()::contains);
        assertThat(name.command()).isNotNull();
    }

    private int run(String... args) {
        return Main.run(List.of(args), recorded.terminal());
    }
}
