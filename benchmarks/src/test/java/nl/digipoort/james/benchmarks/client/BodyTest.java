// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 100})
    void endsWithTheLastOctetHoweverItIsCut(int piece) {
        String text = "1 120\r\n2 200\r\n..\r\nx.\r\n.\r\n";
        Body body = new Body();

        boolean ended = false;
        for (int from = 0; from < text.length(); from += piece) {
            assertThat(ended).isFalse();
            ended = body.take(octets(text.substring(from, Math.min(from + piece, text.length()))));
        }

        assertThat(ended).isTrue();
        assertThat(body.octets()).isEqualTo(text.length());
    }

    @Test
    void endsAtOnceWhenThereIsNothing() {
        assertThat(new Body().take(octets(".\r\n"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.\r\n", "..\r\n", "\r\n.\n", "\r\n.\r"})
    void goesOnOtherwise(String text) {
        assertThat(new Body().take(octets(text))).isFalse();
    }

    private static ByteBuf octets(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }
}
