// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

/** What came of reading the certificates again. Immutable. */
public final class TlsReload {
    /** How it ended. */
    public enum Kind {
        /** The files hold what is served already. */
        UNCHANGED,
        /** New connections get what was found. */
        CHANGED,
        /** What was found cannot be served; what was served before goes on. */
        REFUSED
    }

    private final Kind kind;
    private final String message;

    TlsReload(Kind kind, String message) {
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

    @Override
    public String toString() {
        return kind + ": " + message;
    }
}
