// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

/** The credentials are unavailable. This is no verdict about the client, which may try again later. */
public final class CredentialsUnavailableException extends RuntimeException {
    public CredentialsUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
