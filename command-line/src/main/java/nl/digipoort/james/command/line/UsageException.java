// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.line;

/** The arguments are wrong; the message says which and why, in one line. */
public final class UsageException extends RuntimeException {
    public UsageException(String message) {
        super(message);
    }
}
