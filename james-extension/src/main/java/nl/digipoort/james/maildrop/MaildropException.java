// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

/** A maildrop cannot be read now. The cause is for the log and is never sent to a client. */
public class MaildropException extends Exception {
    public MaildropException(String message, Throwable cause) {
        super(message, cause);
    }
}
