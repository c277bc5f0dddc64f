// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

/** The event that a record of the audit trail describes; docs/reference/audit.md lists the fields of each. */
public enum AuditEvent {
    /** The server is about to serve. */
    SERVER_STARTED("server-started"),
    /** The last record of a clean stop. */
    SERVER_STOPPED("server-stopped"),
    /** Signs the chain up to here. */
    CHECKPOINT("checkpoint"),
    /** The record with which the chain was known to end is missing. */
    CHAIN_BROKEN("chain-broken"),
    /** The store is about to be asked to take a mail. */
    ARRIVAL_BEGUN("arrival-begun"),
    /** The result for one maildrop. */
    ARRIVAL_ENDED("arrival-ended"),
    /** A mail that was held is in its maildrop. */
    BROUGHT_IN("brought-in"),
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
    /** The result for one message. */
    DELETION_ENDED("deletion-ended"),
    SESSION_ENDED("session-ended"),
    /** The store is about to be asked to remove messages that are too old. */
    EXPIRATION_BEGUN("expiration-begun"),
    /** The result for one of these messages. */
    EXPIRATION_ENDED("expiration-ended"),
    /** The mail of a removed user is about to be moved away, so that nobody who gets the name can read it. */
    SET_ASIDE("set-aside"),
    /** A lock of this server was broken, or it expired without a renewal. */
    LOCK_LOST("lock-lost"),
    /** The wall clock is not where the time that has passed would have brought it. */
    CLOCK_STEPPED("clock-stepped"),
    /** The server was started on a damaged database, without what is missing in it. */
    LOSS_ACCEPTED("loss-accepted"),
    ADMINISTRATION_BEGUN("administration-begun"),
    ADMINISTRATION_ENDED("administration-ended"),
    /** Records before this one could not be written. */
    GAP("gap");

    private final String wire;

    AuditEvent(String wire) {
        this.wire = wire;
    }

    String wire() {
        return wire;
    }
}
