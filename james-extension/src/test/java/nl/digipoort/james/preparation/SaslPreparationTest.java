// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaslPreparationTest {
    /** The examples of RFC 4013 section 3 first. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "I\u00ADX|IX",
                "user|user",
                "USER|USER",
                "\u00AA|a",
                "\u2168|IX",
                "a\u00A0b|a b",
                "a\u3000b|a b",
                "\uFF41lice|alice",
                "zoe\u0308|zo\u00EB",
                "p\u00E4ss|p\u00E4ss",
                "\u0627\u0628|\u0627\u0628",
                "\uD83E\uDD8A|\uD83E\uDD8A",
                " a b | a b ",
            })
    void givesTheOneForm(String text, String prepared) {
        assertThat(SaslPreparation.prepare(text)).contains(prepared);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\u00AD",
                "\u200B\uFE0F",
                "\u0007",
                "a\tb",
                "a\u0000",
                "a\u007F",
                "a\u0085b",
                "a\u2028b",
                "\u06271",
                "\u0627a\u0628",
                "a\uE000",
                "a\uFFFD",
                "a\uD800",
                "a\u200E",
                "a\uDB40\uDC01",
            })
    void hasNoFormForWhatIsForbiddenOrComesToNothing(String text) {
        assertThat(SaslPreparation.prepare(text)).isEmpty();
        assertThat(SaslPreparation.forms(text)).isEmpty();
    }

    @Test
    void triesTheTextItselfFirstAndNothingTwice() {
        assertThat(SaslPreparation.forms("secret")).containsExactly("secret");
        assertThat(SaslPreparation.forms("se\u00ADcret")).containsExactly("se\u00ADcret", "secret");
    }
}
