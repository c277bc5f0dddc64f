// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** For any text: no exception of the library gets out, and preparing a prepared text changes nothing. */
class SaslPreparationPropertyTest {
    @Property
    void preparesOnceAndForAll(@ForAll("texts") String text) {
        SaslPreparation.prepare(text).ifPresent(prepared -> {
            assertThat(prepared).isNotEmpty();
            assertThat(Normalizer.isNormalized(prepared, Normalizer.Form.NFKC)).isTrue();
            assertThat(SaslPreparation.prepare(prepared)).contains(prepared);
        });
    }

    @Property
    void leavesPrintableAsciiAlone(@ForAll("ascii") String text) {
        assertThat(SaslPreparation.forms(text)).containsExactly(text);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().all().ofMaxLength(20),
                Arbitraries.strings()
                        .withChars("a1 \u00AD\u200B\u00A0\u0627\u0628\u0308\u00C4\uFF21\u2168\u0007\uD800\uDC00\u200E")
                        .ofMaxLength(8));
    }

    @Provide
    Arbitrary<String> ascii() {
        return Arbitraries.strings().withCharRange(' ', '~').ofMinLength(1).ofMaxLength(40);
    }
}
