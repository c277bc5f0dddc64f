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

    /** One or two arrays that the caller owns, UTF-8 first. */
    static List<byte[]> of(String text) {
        return ofAny(List.of(text));
    }

    /** The distinct spellings of several texts. */
    static List<byte[]> ofAny(List<String> texts) {
        List<byte[]> spellings = new ArrayList<>();
        for (String text : texts) {
            addSpellings(text, spellings);
        }
        return spellings;
    }

    private static void addSpellings(String text, List<byte[]> spellings) {
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1)) {
            addEncoded(text, charset, spellings);
        }
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
