// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectFieldTest {
    @Test
    void unfoldsAndDecodesTheFirstSubject() {
        assertThat(subject("From: a\r\nSUBJECT :  =?utf-8?q?=E2=82=AC?=\r\n\t4711\r\nSubject: second\r\n"))
                .isEqualTo("€ 4711");
        assertThat(subject("Subject:\n one\n two\nTo: b\n three\n")).isEqualTo("one two");
        assertThat(subject("Subject:\r\n")).isEmpty();
        assertThat(subject("From: a\r\nSubjects: b\r\nX\r\n")).isEmpty();
    }

    @Test
    void cutsASubjectOfThousandsOfLines() {
        assertThat(subject("Subject: a" + "\r\n b".repeat(5000) + "\r\n"))
                .hasSize(998)
                .startsWith("a b b");
    }

    /** No header line ends with these, so what comes after them is no Subject. */
    @ParameterizedTest
    @ValueSource(strings = {"\u2028", "\u2029", "\u0085", "\u000b", "\r"})
    void takesNoSubjectFromWithinALine(String noLineEnd) {
        assertThat(subject("From: a" + noLineEnd + "Subject: false\r\nSubject: true\r\n"))
                .isEqualTo("true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u202e", "\u2066", "\u200f", "\u2028", "\u0085", "\u001b", "\ufeff"})
    void showsNoCharacterThatControlsTheText(String control) {
        assertThat(subject("Subject: gpj" + control + "exe\r\n")).isEqualTo("gpj exe");
        String encoded = Base64.getEncoder().encodeToString(("gpj" + control + "exe").getBytes(UTF_8));
        assertThat(subject("Subject: =?utf-8?b?" + encoded + "?=\r\n")).isEqualTo("gpj exe");
    }

    private static String subject(String header) {
        return SubjectField.of(header.getBytes(UTF_8));
    }
}
