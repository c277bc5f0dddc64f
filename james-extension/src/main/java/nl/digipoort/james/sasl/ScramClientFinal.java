// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.util.List;

/**
 * The client-final-message of RFC 5802 section 7: {@code channel-binding "," nonce ["," extensions] "," proof}. Checked for form only.
 * Immutable.
 */
final class ScramClientFinal {
    private final byte[] binding;
    private final String nonce;
    private final String withoutProof;
    private final byte[] proof;

    private ScramClientFinal(List<String> fields) throws AuthenticationFailedException {
        int last = fields.size() - 1;
        this.binding = ScramAttribute.parse('c', fields.get(0)).base64();
        this.nonce = ScramAttribute.parse('r', fields.get(1)).nonce();
        for (String extension : fields.subList(2, last)) {
            ScramAttribute.parse(extension);
        }
        this.withoutProof = String.join(",", fields.subList(0, last));
        this.proof = ScramAttribute.parse('p', fields.get(last)).base64();
    }

    static ScramClientFinal parse(byte[] message) throws AuthenticationFailedException {
        List<String> fields = ScramAttribute.split(message);
        if (fields.size() < 3) {
            throw AuthenticationFailedException.malformed("an attribute is missing");
        }
        return new ScramClientFinal(fields);
    }

    /** The gs2-header of the first message, and the octets of the channel binding. */
    byte[] binding() {
        return binding.clone();
    }

    String nonce() {
        return nonce;
    }

    /** The octets of the message before its proof. */
    String withoutProof() {
        return withoutProof;
    }

    byte[] proof() {
        return proof.clone();
    }
}
