// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private static final Syntax SYNTAX =
            Syntax.of("NAME [KEY=VALUE ...]", 1, 3).with("--home").flag("--yes");

    @Test
    void takesOptionsBeforeBetweenAndBehindTheArguments() {
        Options options = parse("--yes", "anna@example.org", "--home=/srv/mail", "a=1");

        assertThat(options.has("--yes")).isTrue();
        assertThat(options.text("--home")).contains("/srv/mail");
        assertThat(options.arguments()).containsExactly("anna@example.org", "a=1");
    }

    @Test
    void takesWhatFollowsTwoDashesAsArguments() {
        Options options = parse("--", "--yes", "-");

        assertThat(options.has("--yes")).isFalse();
        assertThat(options.arguments()).containsExactly("--yes", "-");
    }

    @Test
    void refusesWhatIsNotOfTheSyntax() {
        assertRefused("unknown option '--nothing'", "anna", "--nothing", "1");
        assertRefused("option --home needs a value", "anna", "--home");
        assertRefused("option --home is given twice", "anna", "--home", "/a", "--home", "/b");
        assertRefused("option --yes takes no value", "anna", "--yes=no");
        assertRefused("NAME [KEY=VALUE ...] is missing");
        assertRefused("unexpected argument 'four'", "one", "two", "three", "four");
    }

    @Test
    void refusesARequiredOptionThatIsMissingOrBlank() {
        assertThatThrownBy(() -> parse("anna").required("--home")).hasMessage("option --home is needed");
        assertThatThrownBy(() -> parse("anna", "--home", " ").required("--home"))
                .isInstanceOf(UsageException.class);
    }

    private static Options parse(String... args) {
        return Options.parse(List.of(args), SYNTAX);
    }

    private static void assertRefused(String message, String... args) {
        assertThatThrownBy(() -> parse(args)).isInstanceOf(UsageException.class).hasMessage(message);
    }
}
