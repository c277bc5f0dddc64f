// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.client;

/** The server refused a command, closed the connection, or broke the protocol. */
public final class SessionFailedException extends Exception {
    SessionFailedException(String message) {
        super(message);
    }

    SessionFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
