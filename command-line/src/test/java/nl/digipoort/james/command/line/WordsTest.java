// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.line;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    @ParameterizedTest
    @CsvSource({"0, 0 s", "59, 59 s", "60, 1 min", "3599, 59 min 59 s", "7200, 2 h", "90000, 1 d 1 h"})
    void saysDurationsInTheirTwoLargestUnits(long seconds, String words) {
        assertThat(Words.duration(seconds)).isEqualTo(words);
    }

    @Test
    void wrapsAtSpacesOnly() {
        assertThat(Words.wrapped("one two three verylongword end", 9))
                .containsExactly("one two", "three", "verylongword end");
        assertThat(Words.wrapped("short", 9)).containsExactly("short");
    }
}
