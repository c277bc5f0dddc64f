// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.IOException;

/** What was written, and may not be on the disk yet. Thread-safe. */
interface Written {
    /** Where nobody has to wait for the disk. */
    Written WITHOUT_WAITING = () -> {};

    /**
     * Waits until it is on the disk.
     *
     * @throws IOException if that failed; some of it may be there
     */
    void await() throws IOException;
}
