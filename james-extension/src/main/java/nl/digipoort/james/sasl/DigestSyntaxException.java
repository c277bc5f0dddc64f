// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

/** A digest-response is not one. The message is a constant; it holds nothing of the response. */
final class DigestSyntaxException extends Exception {
    DigestSyntaxException(String message) {
        super(message);
    }
}
