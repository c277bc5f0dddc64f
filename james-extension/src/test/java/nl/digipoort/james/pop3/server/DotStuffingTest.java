// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotStuffingTest {
    @ParameterizedTest
    @CsvSource({
        "'','.|~'",
        "a|~,a|~.|~",
        ".|~,..|~.|~",
        "..|~,...|~.|~",
        "a|~.b|~..|~c.d|~,a|~..b|~...|~c.d|~.|~",
        "a,a|~.|~",
        "a~.b|~,a~..b|~.|~",
        "a|.b|~,a|.b|~.|~",
        "/.\u00ae.-\u00af|~./0123456789.|~.....,/.\u00ae.-\u00af|~../0123456789.|~......|~.|~",
    })
    void stuffsWhateverTheChunks(String body, String expected) {
        byte[] octets = octets(body);

        for (int chunk = 1; chunk <= Math.max(1, octets.length); chunk++) {
            assertThat(stuff(octets, chunk)).as("in pieces of %d", chunk).isEqualTo(octets(expected));
        }
    }

    private static byte[] stuff(byte[] octets, int chunk) {
        ByteBuf out = Unpooled.buffer();
        DotStuffing stuffing = new DotStuffing();
        for (int from = 0; from < octets.length; from += chunk) {
            byte[] piece = Arrays.copyOfRange(octets, from, Math.min(octets.length, from + chunk));
            stuffing.write(piece, piece.length, out);
        }
        stuffing.end(out);
        return Arrays.copyOf(out.array(), out.readableBytes());
    }

    private static byte[] octets(String text) {
        return text.replace('|', '\r').replace('~', '\n').getBytes(ISO_8859_1);
    }
}
