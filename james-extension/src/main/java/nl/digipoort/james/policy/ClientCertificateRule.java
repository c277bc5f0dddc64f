// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.policy;

/** Whether a login needs the certificate of its account, besides its credentials. */
public enum ClientCertificateRule {
    NOT_NEEDED("notNeeded"),
    /** The connection must have presented a trusted certificate that names this very account. */
    REQUIRED("required");

    private final String text;

    ClientCertificateRule(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
