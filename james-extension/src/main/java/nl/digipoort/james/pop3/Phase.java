// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

/** The phase of a session, as far as it decides what a client may do. */
public enum Phase {
    /** AUTHORIZATION before TLS. */
    CLEAR,
    /** AUTHORIZATION under TLS. */
    SECURED,
    /** TRANSACTION, which is always under TLS. */
    TRANSACTION
}
