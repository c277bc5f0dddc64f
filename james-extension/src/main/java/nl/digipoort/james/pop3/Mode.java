// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

/** How the server reads the rule that nothing is honoured before TLS. */
public enum Mode {
    /** CAPA is answered before TLS, as in the interface's worked example. */
    STANDARD,
    /** STLS and QUIT only: section 1.4.3 of the interface taken literally. */
    STRICT
}
