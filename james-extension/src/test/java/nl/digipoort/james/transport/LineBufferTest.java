// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import nl.digipoort.james.transport.LineBuffer.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineBufferTest {
    private static final int LIMIT = 255;

    private final LineBuffer buffer = new LineBuffer();
    private final List<String> taken = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 16, 1000})
    void cutsTheSameLinesWhateverTheChunks(int chunk) {
        String input = "CAPA\r\nUSER a b\nPASS \r x\r\n\r\n" + "x".repeat(300) + "\r\nNOOP\r\nQUI";

        for (int from = 0; from < input.length(); from += chunk) {
            append(input.substring(from, Math.min(input.length(), from + chunk)));
            takeAll();
        }

        assertThat(taken).containsExactly("CAPA", "USER a b", "PASS \r x", "", "TOO_LONG", "NOOP");
    }

    @Test
    void allowsTheLimitWithItsLineEnd() {
        append("x".repeat(253) + "\r\n" + "y".repeat(254) + "\r\n" + "z".repeat(254) + "\n");

        takeAll();

        assertThat(taken).containsExactly("x".repeat(253), "TOO_LONG", "z".repeat(254));
    }

    @Test
    void takesEachLineWithItsOwnLimit() {
        append("x".repeat(1000) + "\r\nNOOP\r\n");

        assertThat(new String(buffer.next(2000).octets(), ISO_8859_1)).hasSize(1000);
        assertThat(buffer.next(LIMIT).octets()).isEqualTo("NOOP".getBytes(ISO_8859_1));
    }

    @Test
    void givesUpOnEndlessJunkAndKeepsNothingOfIt() {
        Kind kind = Kind.INCOMPLETE;
        for (int i = 0; i < 1000 && kind == Kind.INCOMPLETE; i++) {
            append("x".repeat(1000));
            kind = buffer.next(LIMIT).kind();
            assertThat(buffer.size()).isLessThanOrEqualTo(LIMIT);
        }

        assertThat(kind).isEqualTo(Kind.JUNK);
    }

    @Test
    void forgetsWhatWasCleared() {
        append("PASS secret");

        buffer.clear();
        append("NOOP\r\n");
        takeAll();

        assertThat(taken).containsExactly("NOOP");
    }

    private void append(String text) {
        buffer.append(Unpooled.copiedBuffer(text, ISO_8859_1));
    }

    private void takeAll() {
        while (true) {
            LineBuffer.Item item = buffer.next(LIMIT);
            if (item.kind() == Kind.INCOMPLETE) {
                return;
            }
            taken.add(
                    item.kind() == Kind.LINE
                            ? new String(item.octets(), ISO_8859_1)
                            : item.kind().name());
        }
    }
}
