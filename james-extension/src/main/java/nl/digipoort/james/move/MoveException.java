// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

/** The folder, or one account, cannot be moved; the message is one line for the operator. */
public final class MoveException extends Exception {
    private static final long serialVersionUID = 1L;

    MoveException(String message) {
        super(message);
    }

    MoveException(String message, Throwable cause) {
        super(message, cause);
    }
}
