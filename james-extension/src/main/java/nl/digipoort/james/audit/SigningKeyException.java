// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

/** The signing keys are missing, unreadable or malformed. Its message says what to do, and quotes no key. */
public final class SigningKeyException extends RuntimeException {
    SigningKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
