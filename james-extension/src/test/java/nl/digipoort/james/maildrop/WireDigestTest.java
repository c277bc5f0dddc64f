// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import nl.digipoort.james.mail.CanonicalInputStream;
import nl.digipoort.james.mail.DigestedContent;
import nl.digipoort.james.mail.TestContent;
import nl.digipoort.james.mail.WireDigest;
import org.junit.jupiter.api.Test;

/** The digest of a message that comes in is that of the message as it is retrieved. */
class WireDigestTest {
    @Property
    void isThatOfTheCanonicalMessage(
            @ForAll @CharRange(from = 'a', to = 'b') @CharRange(from = '\n', to = '\r') String text,
            @ForAll @IntRange(min = 1, max = 5) int chunk)
            throws IOException {
        byte[] message = text.getBytes(US_ASCII);
        WireDigest digest = new WireDigest();

        for (int from = 0; from < message.length; from += chunk) {
            digest.add(message, from, Math.min(chunk, message.length - from));
        }

        assertThat(digest.end()).isEqualTo(sha256(message));
    }

    @Test
    void isKnownWhenContentWasReadToItsEndWithItsTraceInFront() throws IOException {
        byte[] trace = "Return-Path: <>\r\n".getBytes(US_ASCII);
        DigestedContent content = DigestedContent.of(trace, TestContent.of("a\nb"));

        try (InputStream stream = content.open()) {
            assertThat(stream.skip(1)).isZero();
            assertThat(stream.read()).isEqualTo('a');
            assertThat(content.sha256()).isEmpty();
        }
        for (int times = 0; times < 2; times++) {
            try (InputStream stream = content.open()) {
                assertThat(stream.readAllBytes()).isEqualTo("a\nb".getBytes(US_ASCII));
            }
            assertThat(content.sha256()).contains(sha256("Return-Path: <>\r\na\nb".getBytes(US_ASCII)));
        }
    }

    private static String sha256(byte[] stored) throws IOException {
        try (InputStream canonical = new CanonicalInputStream(new ByteArrayInputStream(stored))) {
            return Hashing.sha256().hashBytes(canonical.readAllBytes()).toString();
        }
    }
}
