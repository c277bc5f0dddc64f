// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/** SHA-256, hexadecimal and Base64, each in the one spelling that the trail has. */
final class Octets {
    private static final char[] DIGITS = "0123456789abcdef".toCharArray();

    private Octets() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String hex(byte[] octets) {
        char[] text = new char[octets.length * 2];
        for (int i = 0; i < octets.length; i++) {
            text[2 * i] = DIGITS[(octets[i] >> 4) & 0xF];
            text[2 * i + 1] = DIGITS[octets[i] & 0xF];
        }
        return new String(text);
    }

    /** Whether the text is a SHA-256 as the trail writes it. */
    static boolean isSha256(String text) {
        return text.length() == 64 && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /** Empty unless the text is the one Base64 spelling of that many octets: unused bits could otherwise be changed unseen. */
    static Optional<byte[]> base64(String text, int length) {
        try {
            byte[] octets = Base64.getDecoder().decode(text);
            return octets.length == length
                            && Base64.getEncoder().encodeToString(octets).equals(text)
                    ? Optional.of(octets)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
