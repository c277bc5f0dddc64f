// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.configuration;

/** The result of reading keys or certificates again, which an operator may have changed. Immutable; its message has no secret. */
public final class Reload {
    /** How it ended. */
    public enum Kind {
        /** They are the same as before. */
        UNCHANGED,
        /** Others are in force now. */
        CHANGED,
        /** What was found cannot be used; the earlier ones stay in force. */
        REFUSED,
        /** A key that records are sealed under is missing; the earlier ones stay in force. */
        REFUSED_KEY_IN_USE
    }

    private final Kind kind;
    private final String message;

    public Reload(Kind kind, String message) {
        this.kind = kind;
        this.message = message;
    }

    public Kind kind() {
        return kind;
    }

    public boolean isRefused() {
        return kind == Kind.REFUSED || kind == Kind.REFUSED_KEY_IN_USE;
    }

    /** One line for the operator. */
    public String message() {
        return message;
    }
}
