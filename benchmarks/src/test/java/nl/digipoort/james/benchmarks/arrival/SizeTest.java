// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.arrival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizeTest {
    @ParameterizedTest
    @CsvSource({"8k, 8192", "3m, 3145728", "31M, 32505856", "500, 500", "64m, 67108864"})
    void readsOctetsWithAndWithoutAUnit(String text, int octets) {
        assertThat(Size.parse(text).octets()).isEqualTo(octets);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0k", "k", "8 k", "-8k", "8g", "65m", "999999m"})
    void refusesWhatIsNoSize(String text) {
        assertThatThrownBy(() -> Size.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void keepsTheLabelInSmallLetters() {
        assertThat(Size.parse("31M").label()).isEqualTo("31m");
    }
}
