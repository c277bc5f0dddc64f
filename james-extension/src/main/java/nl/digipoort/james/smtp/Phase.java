// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

/** How far a dialogue is. */
enum Phase {
    /** Nobody has said who the client is, or TLS has begun since. */
    CONNECTED,
    /** EHLO, HELO or LHLO is done, and there is no transaction. */
    GREETED,
    /** MAIL is done. */
    SENDER,
    /** At least one RCPT is done. */
    RECIPIENTS
}
