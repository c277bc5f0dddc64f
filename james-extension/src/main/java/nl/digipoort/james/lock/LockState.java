// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

/** The state of a lock's holder. */
public enum LockState {
    /** The holder reads, or waits for its client. */
    HELD,
    /** The holder deletes the messages that its client has marked (RFC 1939 section 6). */
    UPDATING
}
