// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.transaction;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopInputStreamTest {
    @ParameterizedTest
    @CsvSource({
        "'h: 1|~h: 2|~|~a|~b|~c|~', 0, 'h: 1|~h: 2|~|~'",
        "'h: 1|~h: 2|~|~a|~b|~c|~', 2, 'h: 1|~h: 2|~|~a|~b|~'",
        "'h: 1|~|~a|~|~b|~', 2, 'h: 1|~|~a|~|~'",
        "'h: 1|~|~a|~', 9, 'h: 1|~|~a|~'",
        "'h: 1|~', 3, 'h: 1|~'",
        "'|~a|~b|~', 1, '|~a|~'",
        "'', 1, ''",
    })
    void cutsBehindTheLines(String message, long lines, String expected) throws IOException {
        assertThat(wholly(message, lines)).isEqualTo(octets(expected));
        assertThat(octetByOctet(message, lines)).isEqualTo(octets(expected));
    }

    private static byte[] wholly(String message, long lines) throws IOException {
        try (InputStream top = new TopInputStream(new ByteArrayInputStream(octets(message)), lines)) {
            return top.readAllBytes();
        }
    }

    private static byte[] octetByOctet(String message, long lines) throws IOException {
        StringBuilder read = new StringBuilder();
        try (InputStream top = new TopInputStream(new ByteArrayInputStream(octets(message)), lines)) {
            for (int octet = top.read(); octet >= 0; octet = top.read()) {
                read.append((char) octet);
            }
        }
        return read.toString().getBytes(ISO_8859_1);
    }

    private static byte[] octets(String text) {
        return text.replace('|', '\r').replace('~', '\n').getBytes(ISO_8859_1);
    }
}
