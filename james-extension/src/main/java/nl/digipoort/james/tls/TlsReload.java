// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

/** The result of a reload of the certificates. Immutable. */
public final class TlsReload {
    /** The kinds of result. */
    public enum Kind {
        /** The files hold what is already served. */
        UNCHANGED,
        /** New connections use the new content. */
        CHANGED,
        /** The new content cannot be served; the previous certificates stay in use. */
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
}
