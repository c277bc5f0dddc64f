// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.policy;

/** The lowest version of TLS over which an account may log in. */
public enum LeastTls {
    TLS_1_2("TLSv1.2"),
    TLS_1_3("TLSv1.3");

    private final String text;

    LeastTls(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** @param protocol as {@code SSLSession} names it; it is below 1.2 where the operator allows old ones */
    public boolean isReachedBy(String protocol) {
        return protocol.equals(text) || protocol.equals(TLS_1_3.text);
    }
}
