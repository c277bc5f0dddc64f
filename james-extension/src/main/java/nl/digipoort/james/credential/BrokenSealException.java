// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

/** A sealed record cannot be opened: another key, another format, or not the octets that were sealed. */
final class BrokenSealException extends Exception {
    BrokenSealException(String message) {
        super(message);
    }

    BrokenSealException(String message, Throwable cause) {
        super(message, cause);
    }
}
