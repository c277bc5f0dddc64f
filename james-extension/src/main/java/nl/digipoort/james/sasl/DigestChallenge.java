// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

/**
 * The digest-challenge of RFC 2831 section 2.1.1: exactly one realm, quality of protection "auth" only. The charset and algorithm are
 * unquoted, as in the grammar; some clients reject quoted ones. Immutable.
 */
final class DigestChallenge {
    private final String realm;
    private final String nonce;

    private DigestChallenge(String realm, String nonce) {
        this.realm = realm;
        this.nonce = nonce;
    }

    static DigestChallenge of(String realm, String nonce) {
        return new DigestChallenge(Octets.fromText(realm), Octets.fromText(nonce));
    }

    byte[] write() {
        return Octets.toBytes("realm=" + quoted(realm) + ",nonce=" + quoted(nonce)
                + ",qop=\"auth\",algorithm=md5-sess,charset=utf-8");
    }

    /** The octets of the realm, unquoted. */
    String realm() {
        return realm;
    }

    /** The octets of the nonce, unquoted. */
    String nonce() {
        return nonce;
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
