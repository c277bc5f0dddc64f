// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

/** What a record of the audit trail tells of; docs/reference/audit.md says which fields each has. */
public enum AuditEvent {
    /** Credentials were judged. */
    LOGIN("login"),
    /** A message, or the top of one, is about to be sent. */
    RETRIEVAL_BEGUN("retrieval-begun"),
    RETRIEVAL_ENDED("retrieval-ended"),
    /** DELE: nothing is removed yet. */
    MARKED("marked"),
    /** RSET: nothing is marked any more. */
    UNMARKED("unmarked"),
    /** The store is about to be asked to remove messages. */
    DELETION_BEGUN("deletion-begun"),
    /** What became of one message. */
    DELETION_ENDED("deletion-ended"),
    SESSION_ENDED("session-ended"),
    /** The store is about to be asked to remove messages that are too old. */
    EXPIRATION_BEGUN("expiration-begun"),
    /** What became of one of them. */
    EXPIRATION_ENDED("expiration-ended"),
    /** The mail of a removed user is about to be put where nobody who gets its name reads it. */
    SET_ASIDE("set-aside"),
    /** A lock of this server was broken, or its time passed without a renewal. */
    LOCK_LOST("lock-lost"),
    ADMINISTRATION_BEGUN("administration-begun"),
    ADMINISTRATION_ENDED("administration-ended"),
    /** Records in front of this one could not be written. */
    GAP("gap");

    private final String wire;

    AuditEvent(String wire) {
        this.wire = wire;
    }

    String wire() {
        return wire;
    }
}
