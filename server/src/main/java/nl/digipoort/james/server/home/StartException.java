// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.home;

/** The server cannot start; the message is one line for the operator: what is wrong and where. */
public final class StartException extends RuntimeException {
    public StartException(String message) {
        super(message);
    }

    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
