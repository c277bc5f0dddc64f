// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

/** The content of one message is damaged or missing, while the store answers. Only an operator can help. */
public final class DamagedMessageException extends MaildropException {
    private static final long serialVersionUID = 1L;

    DamagedMessageException(String message, Throwable cause) {
        super(message, cause);
    }
}
