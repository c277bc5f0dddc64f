// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CliHelpTest {
    @Test
    void isWhatCliTakesAsTheWordHelpWithAHomeAndWithout() {
        assertThat(CommandLine.parse("cli", "help")).isInstanceOf(CliHelp.class);
        assertThat(CommandLine.parse("cli", "--home", "home", "help")).isInstanceOf(CliHelp.class);
        assertThat(CommandLine.parse("cli", "--home", "home", "ListUsers")).isInstanceOf(CliCommand.class);
        assertThatThrownBy(() -> CommandLine.parse("cli", "ListUsers")).hasMessageContaining("--home");
    }
}
