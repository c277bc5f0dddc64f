// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * The octets that clients send for a user name or password. RFC 2831 section 2.1.2.1 requires ISO-8859-1 where it fits, but many clients
 * use UTF-8 anyway. Distinct spellings only; none for text that is not Unicode (a lone surrogate).
 */
final class OctetSpellings {
    private OctetSpellings() {}

    /** The distinct spellings of the texts, each text in UTF-8 first; the caller owns the arrays. */
    static List<byte[]> of(String... texts) {
        List<byte[]> spellings = new ArrayList<>();
        for (String text : texts) {
            addEncoded(text, StandardCharsets.UTF_8, spellings);
            addEncoded(text, StandardCharsets.ISO_8859_1, spellings);
        }
        return spellings;
    }

    private static void addEncoded(String text, Charset charset, List<byte[]> spellings) {
        ByteBuffer encoded;
        try {
            // a new encoder reports what it cannot encode; String.getBytes would make it a question mark
            encoded = charset.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            return;
        }
        byte[] octets = new byte[encoded.remaining()];
        encoded.get(octets);
        encoded.clear().put(new byte[encoded.capacity()]);
        if (spellings.stream().noneMatch(known -> MessageDigest.isEqual(known, octets))) {
            spellings.add(octets);
        }
    }
}
