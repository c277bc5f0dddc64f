// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

/** How far the holder of a lock has come. */
public enum LockState {
    /** It reads, or waits for its client. */
    HELD,
    /** It deletes what its client has marked (RFC 1939 section 6). */
    UPDATING
}
