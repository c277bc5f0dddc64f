// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

/** How far a delivery has come; a crash after any of these steps neither loses nor doubles the mail. */
public enum DeliveryStep {
    /** The mail came from a client or a queue, or a held one is to be brought in. */
    TAKEN,
    /** The maildrop's lock is held. */
    LOCKED,
    /** The attempt is in the journal, where the store knows no transaction over mailbox and held mail. */
    BEGUN,
    /** The message is in the mailbox, in such a store. */
    APPENDED,
    /** The journal of such a store has it as made. */
    NOTED,
    /** The message is in the maildrop, and all that belongs to it is done. */
    DELIVERED,
    /** The lock is free again. */
    UNLOCKED,
    /** The mail is held. */
    HELD,
    /** A held mail is in the maildrop and no longer held. */
    BROUGHT_IN
}
