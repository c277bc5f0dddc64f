// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

/** There is less free space than the operator wants to have left: no mail is taken until there is more. */
public final class NoRoomException extends RuntimeException {
    public NoRoomException(String message) {
        super(message);
    }
}
