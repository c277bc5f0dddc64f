// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

/** A record that waits for its place in the chain. */
interface AuditLine {
    /** The line in ASCII, without its line end, as it follows this record. */
    byte[] after(ChainHead last);

    /** Whether it confirms the chain before it. */
    default boolean isCheckpoint() {
        return false;
    }
}
