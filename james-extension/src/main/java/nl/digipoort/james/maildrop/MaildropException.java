// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

/** A maildrop cannot be read just now. The cause is for the log; none of it goes out on the wire. */
public final class MaildropException extends Exception {
    public MaildropException(String message, Throwable cause) {
        super(message, cause);
    }
}
