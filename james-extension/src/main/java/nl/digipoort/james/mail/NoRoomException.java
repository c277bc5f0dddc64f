// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

/** The free space is below the operator's floor. No mail is accepted until there is more. */
public final class NoRoomException extends RuntimeException {
    public NoRoomException(String message) {
        super(message);
    }
}
