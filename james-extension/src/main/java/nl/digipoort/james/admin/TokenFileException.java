// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

/** The tokens for WebAdmin cannot be read or created. The message is for the operator and quotes no token. */
final class TokenFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TokenFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
