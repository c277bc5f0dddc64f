// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    private static final Set<String> KNOWN = Set.of("--home", "--port");

    @Test
    void takesBothWaysOfGivingAValue() {
        Options options = Options.parse(List.of("--home", "/srv", "--port=0"), KNOWN);

        assertThat(options.directory("--home")).hasToString("/srv");
        assertThat(options.port("--port")).hasValue(0);
    }

    @Test
    void leavesWhatFollowsTheOptionsUntouched() {
        Options options = Options.parseLeading(List.of("--home", "/srv", "AddUser", "a@b", "--port"), KNOWN);

        assertThat(options.rest()).containsExactly("AddUser", "a@b", "--port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "65536", "1e3", "١", "100000"})
    void refusesWhatIsNoPort(String value) {
        Options options = Options.parse(List.of("--port", value), KNOWN);

        assertThatThrownBy(() -> options.port("--port"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--port");
    }

    @Test
    void takesAnOptionWithoutAValue() {
        Options options = Options.parse(List.of("--accept-loss", "--home", "/srv"), RunCommand.OPTIONS);

        assertThat(options.has(RunCommand.ACCEPT_LOSS)).isTrue();
        assertThat(options.directory("--home")).hasToString("/srv");
        assertThat(Options.parse(List.of(), RunCommand.OPTIONS).has(RunCommand.ACCEPT_LOSS))
                .isFalse();
        assertThatThrownBy(() -> Options.parse(List.of("--accept-loss=yes"), RunCommand.OPTIONS))
                .hasMessageContaining("takes no value");
    }

    @Test
    void refusesUnknownRepeatedAndValuelessOptionsByName() {
        assertThatThrownBy(() -> Options.parse(List.of("--hom", "x"), KNOWN)).hasMessageContaining("--hom");
        assertThatThrownBy(() -> Options.parse(List.of("--home=a", "--home=b"), KNOWN))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> Options.parse(List.of("--home"), KNOWN)).hasMessageContaining("needs a value");
        assertThatThrownBy(() -> Options.parse(List.of("stray"), KNOWN)).hasMessageContaining("'stray'");
    }
}
