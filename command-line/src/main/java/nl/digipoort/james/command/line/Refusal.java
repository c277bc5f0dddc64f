// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.line;

/** What was asked for cannot be done: the server said no, or cannot be reached. The message is one line for a person. */
public final class Refusal extends RuntimeException {
    public Refusal(String message) {
        super(message);
    }

    public Refusal(String message, Throwable cause) {
        super(message, cause);
    }
}
