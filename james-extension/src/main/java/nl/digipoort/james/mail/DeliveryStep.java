// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

/** The steps of a delivery. A crash after any of them neither loses nor duplicates the mail. */
public enum DeliveryStep {
    /** A mail came from a client or a queue, or a held mail is about to be brought in. */
    TAKEN,
    /** The maildrop's lock is taken. */
    LOCKED,
    /** The attempt is in the journal. Only for stores without a transaction over mailbox and held mail. */
    BEGUN,
    /** The message is in the mailbox of such a store. */
    APPENDED,
    /** The journal of such a store has recorded the delivery as made. */
    NOTED,
    /** The message is in the maildrop, and the delivery is complete. */
    DELIVERED,
    /** The lock is free again. */
    UNLOCKED,
    /** The mail is held. */
    HELD,
    /** A held mail is in the maildrop and no longer held. */
    BROUGHT_IN
}
