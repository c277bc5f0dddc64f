// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The beginning of a sealed record, in clear: the version of the format (1 octet) and the id of the key (8 hexadecimal digits). Stores may
 * read it, to find records by their key.
 */
public final class SealHeader {
    /** Its length, which is exactly twelve characters in base64. */
    public static final int OCTETS = 9;

    /** The key id of a record that does not begin with a header. */
    public static final String NO_KEY = "";

    static final byte VERSION = 1;

    private static final int KEY_ID_OCTETS = OCTETS - 1;

    private SealHeader() {}

    /** The header of records under a key. */
    public static byte[] of(String keyId) {
        return ByteBuffer.allocate(OCTETS)
                .put(VERSION)
                .put(keyId.getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    /**
     * The id of the key that a record is sealed under.
     *
     * @param sealed the record, or its beginning
     * @return {@link #NO_KEY} if it names none
     */
    public static String keyId(byte[] sealed) {
        if (sealed.length < OCTETS || sealed[0] != VERSION) {
            return NO_KEY;
        }
        String id = new String(sealed, 1, KEY_ID_OCTETS, StandardCharsets.ISO_8859_1);
        return id.chars().allMatch(digit -> Character.digit(digit, 16) >= 0) ? id : NO_KEY;
    }
}
