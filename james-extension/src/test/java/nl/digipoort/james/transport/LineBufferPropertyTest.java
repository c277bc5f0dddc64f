// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import nl.digipoort.james.transport.LineBuffer.Item;
import nl.digipoort.james.transport.LineBuffer.Kind;

/** Whatever comes, and however it is cut: the same items, and no more octets kept than a line may have. */
class LineBufferPropertyTest {
    private static final int LIMIT = 255;

    @Property
    void givesTheSameItemsHoweverTheOctetsAreCut(
            @ForAll("input") String input,
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 600) Integer> chunks) {
        List<String> whole = items(input, List.of(Integer.MAX_VALUE));

        assertThat(items(input, chunks)).isEqualTo(whole);
        assertThat(items(input, List.of(1))).isEqualTo(whole);
    }

    @Property
    void givesTheLinesThatWereSent(@ForAll("lines") List<String> lines) {
        List<String> expected = lines.stream()
                .map(line -> line.length() + 2 > LIMIT ? "TOO_LONG" : "[" + line + "]")
                .toList();

        assertThat(items(String.join("\r\n", lines) + (lines.isEmpty() ? "" : "\r\n"), List.of(100)))
                .isEqualTo(expected);
    }

    private static List<String> items(String input, List<Integer> chunks) {
        LineBuffer buffer = new LineBuffer();
        List<String> items = new ArrayList<>();
        int from = 0;
        for (int i = 0; from < input.length(); i++) {
            int chunk = Math.min(chunks.get(i % chunks.size()), input.length() - from);
            buffer.append(Unpooled.copiedBuffer(input.substring(from, from + chunk), ISO_8859_1));
            from += chunk;
            for (Item item = buffer.next(LIMIT); item.kind() != Kind.INCOMPLETE; item = buffer.next(LIMIT)) {
                items.add(
                        item.kind() == Kind.LINE
                                ? "[" + new String(item.octets(), ISO_8859_1) + "]"
                                : item.kind().name());
            }
            assertThat(buffer.size()).isLessThanOrEqualTo(LIMIT);
        }
        return items;
    }

    /** Parts of lines up to a few times the limit, with every kind of line end. */
    @Provide
    Arbitrary<String> input() {
        return Arbitraries.oneOf(
                        Arbitraries.of(
                                "\r\n", "\n", "\r", "\r\r\n", "\0", "x".repeat(252), "x".repeat(255), "x".repeat(700)),
                        Arbitraries.strings().withCharRange('\u0000', '\u00FF').ofMaxLength(20))
                .list()
                .ofMaxSize(20)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<List<String>> lines() {
        return Arbitraries.strings()
                .withCharRange(' ', '~')
                .ofMaxLength(400)
                .list()
                .ofMaxSize(10);
    }
}
