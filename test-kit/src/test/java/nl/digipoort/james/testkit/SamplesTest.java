// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void haveWholeLinesOfAscii() {
        assertThat(Samples.small()).hasSize(4).allSatisfy(octets -> {
            String text = new String(octets, ISO_8859_1);
            assertThat(text).endsWith("\r\n").startsWith("From: ").matches("(?s)[\t\r\n -~]*");
            assertThat(text.replace("\r\n", "")).doesNotContain("\r", "\n");
        });
    }

    /** In a test with the same samples each time, a digest can be compared. */
    @Test
    void areTheSameEachTime() {
        assertThat(Samples.signed()).isEqualTo(Samples.signed());
        assertThat(Samples.large()).isEqualTo(Samples.large());
    }

    @Test
    void haveALargeOneOfTheSizeInTheInterface() {
        byte[] large = Samples.large();

        assertThat(large).hasSize(31_048_713).endsWith('\r', '\n');
        String end = new String(large, large.length - 200, 200, ISO_8859_1);
        assertThat(end.replace("\r\n", "")).doesNotContain("\r", "\n");
    }
}
