// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

/** An account, or a source, cannot be converted; the message is one line for the operator, without a secret. */
final class ConvertException extends Exception {
    private static final long serialVersionUID = 1L;

    ConvertException(String message) {
        super(message);
    }

    ConvertException(String message, Throwable cause) {
        super(message, cause);
    }
}
