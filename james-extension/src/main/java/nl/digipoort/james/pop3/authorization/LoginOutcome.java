// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

/** How a login ended: the codes of the login log, which operators' filters rely on (docs/reference/logging.md). */
enum LoginOutcome {
    OK("OK"),
    /** The credentials are refused: unknown user, wrong password, no usable record. */
    AUTH("AUTH"),
    /** The client saw another connection or another offer than this one: somebody may be in between. */
    BINDING("BINDING"),
    /** The credentials are right, and the policy of the account does not allow this login. */
    POLICY("POLICY"),
    IN_USE("IN-USE"),
    /** The credentials are right, and it is too soon after the last login. */
    LOGIN_DELAY("LOGIN-DELAY"),
    SYS_TEMP("SYS/TEMP"),
    /** What the client sent could not be judged; no credentials were tried. */
    MALFORMED("MALFORMED"),
    CANCELLED("CANCELLED"),
    /** A mechanism that is not offered, or an initial response with one that takes none. */
    UNSUPPORTED("UNSUPPORTED"),
    /** Too many answers are delayed for the client's network. */
    BUSY("BUSY"),
    /** The client went away, or sent a line too long, before the end. */
    ABANDONED("ABANDONED");

    private final String code;

    LoginOutcome(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }
}
