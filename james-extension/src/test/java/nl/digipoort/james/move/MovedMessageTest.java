// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MovedMessageTest {
    private static final String LINE =
            "{\"file\":\"a\",\"uniqueId\":\"1\",\"octets\":1,\"sha256\":\"x\",\"cameAt\":\"2026-11-30T12:39:22Z\"}";

    @ParameterizedTest
    @ValueSource(strings = {"../a", "a/b", ".a", ""})
    void refusesAFileElsewhere(String file) {
        assertThatThrownBy(() -> MovedMessage.parse(LINE.replace("\"a\"", '"' + file + '"')))
                .isInstanceOf(MoveException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a b\"", "\"\"", "1", "null"})
    void refusesWhatIsNoUniqueId(String uniqueId) {
        assertThatThrownBy(() -> MovedMessage.parse(LINE.replace("\"uniqueId\":\"1\"", "\"uniqueId\":" + uniqueId)))
                .isInstanceOf(MoveException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "\"1\"", "99999999999999999999"})
    void refusesWhatIsNoNumberOfOctets(String octets) {
        assertThatThrownBy(() -> MovedMessage.parse(LINE.replace("\"octets\":1", "\"octets\":" + octets)))
                .isInstanceOf(MoveException.class);
    }
}
