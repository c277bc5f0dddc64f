// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

/** The result of reading the credential keys again. Immutable; its message names no key but by its id. */
public final class KeyReload {
    /** How it ended. */
    public enum Kind {
        /** The keys are the same as before. */
        UNCHANGED,
        /** Other keys are in force now. */
        CHANGED,
        /** What was found cannot be used; the earlier keys stay in force. */
        REFUSED,
        /** A key that records are sealed under is missing; the earlier keys stay in force. */
        REFUSED_KEY_IN_USE
    }

    private final Kind kind;
    private final String message;

    KeyReload(Kind kind, String message) {
        this.kind = kind;
        this.message = message;
    }

    public Kind kind() {
        return kind;
    }

    /** One line for the operator. */
    public String message() {
        return message;
    }
}
