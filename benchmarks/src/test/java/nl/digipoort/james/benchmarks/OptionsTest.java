// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    @Test
    void readsValuesInBothForms() {
        Options options = Options.parse("--clients", "1,16", "--java-opts=-Xmx1g -Da=b", "--quick");

        assertThat(options.numbers("--clients", List.of())).containsExactly(1, 16);
        assertThat(options.text("--java-opts", "")).isEqualTo("-Xmx1g -Da=b");
        assertThat(options.has("--quick")).isTrue();
        assertThat(options.number("--warmup", 7)).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--unknown=1", "login", "--quick=yes", "--warmup"})
    void refusesWhatIsNoOption(String argument) {
        assertThatThrownBy(() -> Options.parse(argument))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(argument);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1.5", "99999999"})
    void refusesWhatIsNoNumber(String value) {
        Options options = Options.parse("--warmup=" + value);

        assertThatThrownBy(() -> options.number("--warmup", 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--warmup is '" + value + "'");
    }
}
