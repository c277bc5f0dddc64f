// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A field of PLAIN or LOGIN: at most 255 octets of valid UTF-8 without NUL (RFC 4616 section 2). */
final class CredentialField {
    static final int MAX_OCTETS = 255;

    private CredentialField() {}

    /** The characters of a field; the caller wipes them if they are a password. */
    static char[] decode(byte[] field) throws AuthenticationFailedException {
        if (field.length > MAX_OCTETS) {
            throw AuthenticationFailedException.malformed("a field is too long");
        }
        char[] characters = decodeUtf8(field);
        for (char character : characters) {
            if (character == '\0') {
                throw AuthenticationFailedException.malformed("a field holds a NUL");
            }
        }
        return characters;
    }

    /** A user name: without control characters, because names get into logs. */
    static String decodeName(byte[] field) throws AuthenticationFailedException {
        String name = new String(decode(field));
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw AuthenticationFailedException.malformed("a name holds a control character");
        }
        return name;
    }

    /** As {@link #decodeName}, but an empty name is malformed. */
    static String decodeNonEmptyName(byte[] field) throws AuthenticationFailedException {
        requireNonEmpty(field);
        return decodeName(field);
    }

    /** As {@link #decode}, but an empty field is malformed. */
    static char[] decodeNonEmpty(byte[] field) throws AuthenticationFailedException {
        requireNonEmpty(field);
        return decode(field);
    }

    private static void requireNonEmpty(byte[] field) throws AuthenticationFailedException {
        if (field.length == 0) {
            throw AuthenticationFailedException.malformed("a field is empty");
        }
    }

    private static char[] decodeUtf8(byte[] field) throws AuthenticationFailedException {
        try {
            CharBuffer buffer = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(field));
            char[] characters = new char[buffer.remaining()];
            buffer.get(characters);
            Arrays.fill(buffer.array(), '\0');
            return characters;
        } catch (CharacterCodingException e) {
            throw AuthenticationFailedException.malformed("a field is not UTF-8");
        }
    }
}
