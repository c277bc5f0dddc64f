// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.security.SecureRandom;
import java.util.Base64;

/** The source of nonces for the challenges of DIGEST-MD5 and SCRAM; an interface so that tests can use published ones. */
public interface NonceSource {
    /** A text that was never returned before and that nobody can guess: at least 128 bits of entropy. */
    String next();

    /** 192 random bits in 32 characters of base64, as RFC 2831 section 2.1.1 recommends. */
    static NonceSource random(SecureRandom random) {
        return () -> {
            byte[] octets = new byte[24];
            random.nextBytes(octets);
            return Base64.getEncoder().encodeToString(octets);
        };
    }
}
