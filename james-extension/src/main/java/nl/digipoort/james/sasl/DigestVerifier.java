// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * Compares the proof of a response with every candidate of a secret. It always makes the same number of computations, each in constant
 * time, so that the time reveals neither whether the user exists nor which spelling matched.
 */
final class DigestVerifier {
    private static final byte[] DUMMY = new byte[Md5.OCTETS];

    private DigestVerifier() {}

    /** The candidate that the proof was made with, if any. */
    static Optional<byte[]> matching(DigestResponse response, Optional<DigestSecret> secret) {
        List<byte[]> candidates = secret.map(DigestSecret::octets).orElse(List.of());
        byte[] proof = Octets.toBytes(response.proof());
        byte[] match = null;
        for (int i = 0; i < DigestSecret.MAX_CANDIDATES; i++) {
            boolean real = i < candidates.size();
            byte[] candidate = real ? candidates.get(i) : DUMMY;
            byte[] expected = Octets.toBytes(response.calculation().clientProof(candidate));
            // a proof made with the dummy is no proof
            if (MessageDigest.isEqual(expected, proof) && real) {
                match = candidate;
            }
        }
        return Optional.ofNullable(match);
    }
}
