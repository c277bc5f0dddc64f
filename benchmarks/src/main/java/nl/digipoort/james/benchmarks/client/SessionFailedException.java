// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.client;

/** The server said no, went away, or broke the protocol. */
public final class SessionFailedException extends Exception {
    SessionFailedException(String message) {
        super(message);
    }

    SessionFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
