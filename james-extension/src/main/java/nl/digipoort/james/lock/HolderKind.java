// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

/** The kinds of holders of a maildrop's lock. */
public enum HolderKind {
    /** A POP3 session, from login to the end of UPDATE. */
    SESSION,
    /** A delivery, for the time of its append. */
    DELIVERY,
    /** One step of the removal of messages that are too old. */
    RETENTION
}
