// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ContentTest {
    private static final String SENT = Content.firstLine("one") + "Subject: a\r\n\r\nReceived: no trace\r\n";
    private static final String TRACE =
            "Return-Path: <agency@example.com>\r\nReceived: from a\r\n          by b\r\n\tfor c\r\n";

    @Test
    void isTheSameWithTraceLinesInFront() {
        assertThat(content(TRACE + SENT)).isEqualTo(content(SENT));
        assertThat(content(SENT).mark()).isEqualTo("one");
    }

    @Test
    void isAnotherIfAnyOctetIs() {
        assertThat(content(TRACE + SENT + "\r\n")).isNotEqualTo(content(SENT));
        assertThat(content(TRACE + SENT.replace("Subject", "subject"))).isNotEqualTo(content(SENT));
    }

    @Test
    void hasNoMarkIfAnythingElseIsInFront() {
        assertThat(content("X-Added: 1\r\n" + SENT).mark()).isEmpty();
        assertThat(content(TRACE + "\r\n" + SENT).mark()).isEmpty();
    }

    private static Content content(String octets) {
        return Content.of(octets.getBytes(StandardCharsets.ISO_8859_1));
    }
}
