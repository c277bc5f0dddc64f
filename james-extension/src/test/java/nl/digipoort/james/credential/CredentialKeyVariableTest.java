// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialKeyVariableTest {
    private static final String ONE = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String TWO = "HwECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @ParameterizedTest
    @ValueSource(strings = {"ONE,TWO", "ONE TWO", "ONE\nTWO\n", " ONE ,\r\n TWO,"})
    void readsKeysWithCommasOrWhiteSpaceBetween(String value) {
        KeyRing ring = source(value.replace("ONE", ONE).replace("TWO", TWO)).read();

        assertThat(ring.ids()).hasSize(2).startsWith("630dcd29");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|is empty",
                "' '|is empty",
                "','|is malformed: there is no key",
                "'secret'|is malformed: key 1 is not base64 for 32 octets",
                "'ONE;TWO'|is malformed: key 1 is not base64 for 32 octets",
                "'ONE,# secret'|is malformed: key 2 is not base64 for 32 octets",
                "'ONE,secret-\u20ac'|is malformed: key 2 is not base64 for 32 octets",
                "'ONE,ONE'|is malformed: key 630dcd29 stands there twice",
            })
    void refusesTheVariableWithoutQuotingItWhenItIsMalformed(String value, String why) {
        assertThatThrownBy(() ->
                        source(value.replace("ONE", ONE).replace("TWO", TWO)).read())
                .isInstanceOf(CredentialKeyException.class)
                .hasNoCause()
                .hasMessage("the credential key in the environment variable DIGIPOORT_KEY " + why
                        + "; allowed: 1 to 8 keys, each 32 octets in base64, with commas between");
    }

    @Test
    void namesTheVariableWhenItIsNotSet() {
        assertThatThrownBy(() -> new CredentialKeyVariable("DIGIPOORT_KEY", Map.of()).read())
                .isInstanceOf(CredentialKeyException.class)
                .hasMessageStartingWith(
                        "the credential key in the environment variable DIGIPOORT_KEY is not set; allowed");
    }

    private static CredentialKeyVariable source(String value) {
        return new CredentialKeyVariable("DIGIPOORT_KEY", Map.of("DIGIPOORT_KEY", value));
    }
}
