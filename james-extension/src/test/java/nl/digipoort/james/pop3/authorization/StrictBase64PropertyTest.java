// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every text in base64, and for every other one. */
class StrictBase64PropertyTest {
    @Property
    void readsBackWhatIsWritten(@ForAll byte[] octets) {
        assertThat(StrictBase64.decode(StrictBase64.encode(octets).getBytes(ISO_8859_1)))
                .hasValueSatisfying(read -> assertThat(read).isEqualTo(octets));
    }

    @Property
    void takesWholeGroupsOfTheAlphabetWithPaddingAtTheEndAndNothingElse(@ForAll("texts") String text) {
        boolean isBase64 = text.matches("([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?");

        assertThat(StrictBase64.decode(text.getBytes(ISO_8859_1)).isPresent()).isEqualTo(isBase64);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("Az0+/=").ofMaxLength(12),
                Arbitraries.strings().withChars("Az0+/=-_ \r\n*\u00E9").ofMaxLength(12),
                Arbitraries.strings().withCharRange('\u0000', '\u00FF').ofMaxLength(40));
    }
}
