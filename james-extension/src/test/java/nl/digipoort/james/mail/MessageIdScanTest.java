// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageIdScanTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Message-ID: <1@example.org>\r\n\r\n",
                "Subject: x\r\nMESSAGE-id:<1@example.org>  \r\nDate: y\r\n\r\n",
                "Subject: x\r\nMessage-ID:\r\n <1@example.org>\r\n\r\n",
                "Message-ID: <1@example.org>\r\nMessage-ID: <2@example.org>\r\n\r\n",
                "X-Message-ID: <2@example.org>\r\nMessage-ID: <1@example.org>\r\n\r\nMessage-ID: <3@example.org>\r\n",
            })
    void findsTheFirstOneInPiecesOfAnyLength(String message) {
        for (int length = 1; length <= message.length(); length++) {
            assertThat(scan(message, length)).contains("<1@example.org>");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: x\r\n\r\nMessage-ID: <1@example.org>\r\n",
                "Subject: x\r\n Message-ID: <1@example.org>\r\n\r\n",
                "Message-ID:\r\n\r\n",
                "\r\nMessage-ID: <1@example.org>\r\n",
                "Message-ID <1@example.org>\r\n\r\n",
                "",
            })
    void findsNoneThatIsNotInTheHeader(String message) {
        assertThat(scan(message, 7)).isEmpty();
    }

    @Test
    void keepsNoMoreOfALineThanAFieldCanHave() {
        String message = "Message-ID: <" + "x".repeat(100_000) + ">\r\n\r\n";

        assertThat(scan(message, 8192).orElseThrow().length()).isBetween(998, 1100);
    }

    private static Optional<String> scan(String message, int pieces) {
        MessageIdScan scan = new MessageIdScan();
        byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
        for (int from = 0; from < octets.length; from += pieces) {
            scan.look(octets, from, Math.min(pieces, octets.length - from));
        }
        return scan.found();
    }
}
