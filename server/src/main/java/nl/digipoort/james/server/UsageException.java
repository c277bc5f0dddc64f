// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

/** The arguments are wrong; the message says which and why, in one line. */
final class UsageException extends RuntimeException {
    UsageException(String message) {
        super(message);
    }
}
