// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

/** Who may hold the lock on a maildrop. */
public enum HolderKind {
    /** A POP3 session, from login to the end of UPDATE. */
    SESSION,
    /** A delivery, for the moment of its append. */
    DELIVERY,
    /** The removal of messages that are too old, for one step of it. */
    RETENTION
}
