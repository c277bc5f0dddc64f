// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import nl.digipoort.james.mail.CanonicalInputStream.Form;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalInputStreamTest {
    @ParameterizedTest
    @CsvSource({
        "'',''",
        "a,a|~",
        "a|~,a|~",
        "a~b~,a|~b|~",
        "~,|~",
        "~~,|~|~",
        "a|,a||~",
        "a|b~,a|b|~",
        "|~|~,|~|~",
        "a||~b,a||~b|~",
        ".~.,.|~.|~",
    })
    void givesEveryLineItsEndWhateverTheChunks(String stored, String expected) throws IOException {
        byte[] octets = octets(stored);

        for (int chunk = 1; chunk <= Math.max(1, octets.length); chunk++) {
            InputStream inPieces = new PieceInputStream(octets, chunk);
            byte[] canonical;
            try (InputStream stream = new CanonicalInputStream(inPieces)) {
                canonical = stream.readAllBytes();
            }
            assertThat(canonical).as("in pieces of %d", chunk).isEqualTo(octets(expected));
        }
        assertThat(CanonicalInputStream.length(new ByteArrayInputStream(octets)))
                .isEqualTo(octets(expected).length);
    }

    @ParameterizedTest
    @CsvSource({"40000", "16384", "16385", "100000"})
    void growsALongRunOfBareLineFeedsToTwice(int count) throws IOException {
        byte[] octets = "\n".repeat(count).getBytes(ISO_8859_1);

        assertThat(CanonicalInputStream.length(new ByteArrayInputStream(octets)))
                .isEqualTo(2L * count);
    }

    @ParameterizedTest
    @CsvSource({
        "DOVECOT,'',|~",
        "DOVECOT,a|,a||~",
        "DOVECOT,a~,a|~",
        "DOVECOT,|~,|~",
        "DOVECOT,a||~,a||~",
        "COURIER,'',|~",
        "COURIER,a~b,a|~b|~",
        "COURIER,a|~,a||~",
    })
    void servesAsTheServerDidThatStoredIt(Form form, String stored, String expected) throws IOException {
        byte[] octets = octets(stored);
        for (int chunk = 1; chunk <= Math.max(1, octets.length); chunk++) {
            try (InputStream stream = new CanonicalInputStream(new PieceInputStream(octets, chunk), form)) {
                assertThat(stream.readAllBytes()).as("in pieces of %d", chunk).isEqualTo(octets(expected));
            }
        }
    }

    private static byte[] octets(String text) {
        return text.replace('|', '\r').replace('~', '\n').getBytes(ISO_8859_1);
    }

    /** Gives at most so many octets a read. */
    private static final class PieceInputStream extends ByteArrayInputStream {
        private final int piece;

        private PieceInputStream(byte[] octets, int piece) {
            super(octets);
            this.piece = piece;
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, piece));
        }

        @Override
        public int read(byte[] target) {
            return read(target, 0, target.length);
        }
    }
}
