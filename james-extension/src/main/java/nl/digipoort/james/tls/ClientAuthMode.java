// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

/** What is asked of clients. */
public enum ClientAuthMode {
    NONE,
    /** They may show a certificate. */
    WANT,
    /** They must show one. */
    NEED
}
