// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import nl.digipoort.james.command.RecordedTerminal;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private final RecordedTerminal recorded = new RecordedTerminal();

    @Test
    void letsNobodySteerTheTerminal() {
        String text = "a\u001b]0;x\u0007b\u009b2Jc\u202ed\u2066e";

        recorded.terminal().text(text + "\n");
        recorded.terminal().aside(text + "\nmore");
        assertThat(recorded.typing("y").confirms(text)).isTrue();

        assertThat(recorded.out()).isEqualTo("a?]0;x?b?2Jc?d?e?\n");
        assertThat(recorded.err()).isEqualTo("digipoort: a?]0;x?b?2Jc?d?e; more\na?]0;x?b?2Jc?d?e [y/N] ");
    }

    /** Java has a console only if it is input and output: typed at one whose output is a pipe, a password would be shown. */
    @Test
    void readsNoPasswordWhereItWouldBeShown() {
        assertThatThrownBy(() -> Passwords.read(
                        Options.parse(List.of(), Syntax.none().with(Passwords.FILE)),
                        recorded.typing("Secret.1\n"),
                        "anna"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--password-file");
    }
}
