// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Octet strings stored in a {@link String}, one character per octet. So a message can be cut and compared as text and still be hashed
 * exactly as it was sent.
 */
final class Octets {
    private Octets() {}

    static String fromBytes(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static byte[] toBytes(String octets) {
        return octets.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The octets of a text in UTF-8. */
    static String fromText(String text) {
        return fromBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The text of the octets in that charset. */
    static String toText(String octets, Charset charset) throws DigestSyntaxException {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(toBytes(octets))).toString();
        } catch (CharacterCodingException e) {
            throw new DigestSyntaxException("a value is not in the charset that was named");
        }
    }
}
