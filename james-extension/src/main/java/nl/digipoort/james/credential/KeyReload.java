// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.util.List;

/** The result of reading the credential keys again. Immutable; contains nothing of the keys but their ids. */
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
    private final List<String> keyIds;
    private final String message;

    KeyReload(Kind kind, List<String> keyIds, String message) {
        this.kind = kind;
        this.keyIds = List.copyOf(keyIds);
        this.message = message;
    }

    public Kind kind() {
        return kind;
    }

    /** The ids of the keys in force, the sealing key first. */
    public List<String> keyIds() {
        return keyIds;
    }

    /** One line for the operator. */
    public String message() {
        return message;
    }

    @Override
    public String toString() {
        return kind + " " + keyIds + ": " + message;
    }
}
