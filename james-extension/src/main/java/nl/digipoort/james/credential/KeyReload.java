// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.util.List;

/** What came of reading the credential keys again. Immutable; says nothing of the keys but their ids. */
public final class KeyReload {
    /** How it ended. */
    public enum Kind {
        /** The keys are those that were in force. */
        UNCHANGED,
        /** Other keys are in force now. */
        CHANGED,
        /** What was found cannot be used; the keys that were in force stay. */
        REFUSED,
        /** A key is gone under which records are sealed; the keys that were in force stay. */
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

    /** The ids of the keys that are in force, that of the sealing key first. */
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
