// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

/** The extended response codes in use (RFC 2449 section 8, RFC 3206). */
public enum ResponseCode {
    /** Right credentials, but another session has the maildrop. */
    IN_USE("IN-USE"),
    /** Right credentials, but too soon after the last login. */
    LOGIN_DELAY("LOGIN-DELAY"),
    /** The credentials are the problem. */
    AUTH("AUTH"),
    /** The server is the problem, and trying again later may help. */
    SYS_TEMP("SYS/TEMP"),
    /** The server is the problem, and a person must help. */
    SYS_PERM("SYS/PERM");

    private final String wire;

    ResponseCode(String wire) {
        this.wire = wire;
    }

    String wire() {
        return "[" + wire + "]";
    }
}
