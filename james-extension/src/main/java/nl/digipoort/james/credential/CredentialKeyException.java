// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

/** The credential key cannot be used; the message is one line for the operator and never contains the key. */
public final class CredentialKeyException extends RuntimeException {
    CredentialKeyException(String message) {
        super(message);
    }

    CredentialKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
