// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.util.Optional;

/**
 * The response-value of RFC 2831 section 2.1.2.1 for quality of protection "auth", computed from H(username:realm:password). Immutable; all
 * values are {@link Octets}, unquoted and otherwise as they were sent.
 */
final class DigestCalculation {
    private final String nonce;
    private final String nonceCount;
    private final String clientNonce;
    private final String qop;
    private final String uri;
    private final Optional<String> authorizationId;

    DigestCalculation(
            String nonce,
            String nonceCount,
            String clientNonce,
            String qop,
            String uri,
            Optional<String> authorizationId) {
        this.nonce = nonce;
        this.nonceCount = nonceCount;
        this.clientNonce = clientNonce;
        this.qop = qop;
        this.uri = uri;
        this.authorizationId = authorizationId;
    }

    String nonce() {
        return nonce;
    }

    String nonceCount() {
        return nonceCount;
    }

    String qop() {
        return qop;
    }

    /** What a client that knows the secret sends, in lower-case hexadecimal. */
    String clientProof(byte[] secret) {
        return proof(secret, "AUTHENTICATE:" + uri);
    }

    /** What a server that knows the secret answers (section 2.1.3), in lower-case hexadecimal. */
    String serverProof(byte[] secret) {
        return proof(secret, ":" + uri);
    }

    private String proof(byte[] secret, String a2) {
        String rest = ":" + nonce + ":" + clientNonce
                + authorizationId.map(value -> ":" + value).orElse("");
        byte[] a1Hash = Md5.hash(secret, Octets.toBytes(rest));
        String text = String.join(":", Md5.hex(a1Hash), nonce, nonceCount, clientNonce, qop, hexHash(a2));
        return hexHash(text);
    }

    private static String hexHash(String octets) {
        return Md5.hex(Md5.hash(Octets.toBytes(octets)));
    }
}
