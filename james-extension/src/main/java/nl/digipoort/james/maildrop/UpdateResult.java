// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

/** How the UPDATE state ended. */
public enum UpdateResult {
    /** Every marked message is gone, and no other. */
    COMPLETE,
    /** The store failed: some marked messages are still there. No other message was touched. */
    INCOMPLETE,
    /** The lock was somebody else's or could not be confirmed: nothing was deleted. */
    LOCK_LOST
}
