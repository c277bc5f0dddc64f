// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash of RFC 2831: 16 octets, or 32 lower-case hexadecimal digits. */
final class Md5 {
    static final int OCTETS = 16;

    private static final String DIGITS = "0123456789abcdef";

    private Md5() {}

    /** H(s) of the parts, one after the other. */
    static byte[] hash(byte[]... parts) {
        MessageDigest digest = newDigest();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    /** HEX(n). */
    static String hex(byte[] octets) {
        StringBuilder text = new StringBuilder(2 * octets.length);
        for (byte octet : octets) {
            text.append(DIGITS.charAt((octet >> 4) & 0xF)).append(DIGITS.charAt(octet & 0xF));
        }
        return text.toString();
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
