// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

/** The state of a dialogue. */
enum Phase {
    /** The client has not greeted yet, or not since TLS began. */
    CONNECTED,
    /** EHLO, HELO or LHLO was accepted; no transaction is open. */
    GREETED,
    /** MAIL was accepted. */
    SENDER,
    /** At least one RCPT was accepted. */
    RECIPIENTS
}
