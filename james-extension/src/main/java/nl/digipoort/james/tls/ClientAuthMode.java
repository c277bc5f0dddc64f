// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

/** Whether clients have to show a certificate. */
public enum ClientAuthMode {
    NONE,
    /** A client may show a certificate. */
    WANT,
    /** A client must show a certificate. */
    NEED
}
