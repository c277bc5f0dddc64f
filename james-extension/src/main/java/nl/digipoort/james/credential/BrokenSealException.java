// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

/** A sealed record cannot be opened: it has another key, another format, or other octets than were sealed. */
final class BrokenSealException extends Exception {
    BrokenSealException(String message) {
        super(message);
    }

    BrokenSealException(String message, Throwable cause) {
        super(message, cause);
    }
}
