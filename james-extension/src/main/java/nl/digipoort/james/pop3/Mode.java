// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

/** How the rule that nothing is honoured before TLS is read. */
public enum Mode {
    /** CAPA is answered before TLS, as in the interface's worked example. */
    STANDARD,
    /** STLS and QUIT only, as the interface's section 1.4.3 says to the letter. */
    STRICT
}
