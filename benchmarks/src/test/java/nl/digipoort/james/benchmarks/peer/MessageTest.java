// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {
    @ParameterizedTest
    @ValueSource(ints = {1024, 1025, 1026, 1100, 8192, 100_001})
    void hasTheSizeAndNothingButWholeLines(int size) {
        String message = new String(Message.of(size), StandardCharsets.US_ASCII);

        assertThat(message).hasSize(size).endsWith("\r\n").contains("\r\n\r\n");
        assertThat(message.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
    }
}
