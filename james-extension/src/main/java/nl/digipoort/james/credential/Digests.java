// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The message digests that every Java platform must have. */
final class Digests {
    private Digests() {}

    /** For H(A1) of RFC 2831 only. */
    static MessageDigest md5() {
        return of("MD5");
    }

    static MessageDigest sha256() {
        return of("SHA-256");
    }

    private static MessageDigest of(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform has no " + algorithm, e);
        }
    }
}
