// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

/** A digest-response is malformed. The message is a constant and contains nothing of the response. */
final class DigestSyntaxException extends Exception {
    DigestSyntaxException(String message) {
        super(message);
    }
}
