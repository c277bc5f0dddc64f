// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

/** How the UPDATE state ended. */
public enum UpdateResult {
    /** Every marked message is deleted, and no other. */
    COMPLETE,
    /** The store failed: some marked messages still exist. No other message was deleted. */
    INCOMPLETE,
    /** Somebody else had the lock, or it could not be confirmed: nothing was deleted. */
    LOCK_LOST
}
