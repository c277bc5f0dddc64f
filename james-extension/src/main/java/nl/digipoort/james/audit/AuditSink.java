// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/** Where the lines of the audit trail are written. */
interface AuditSink {
    /**
     * Gives the lines their places in the chain, and writes them; may block. An operating system that crashes may still lose them.
     *
     * @throws IOException if not all of them are written, as far as the sink can know; some may be
     */
    Written write(List<AuditLine> lines) throws IOException;

    /** Whether nothing is written since the last checkpoint. */
    boolean isCheckpointed();

    /**
     * Checks, as far as possible without writing, that lines could be written; may block.
     *
     * @throws IOException if they could not
     */
    default void probe() throws IOException {}

    /**
     * The octets that can be written before no space is left; empty if that is unknown.
     *
     * @throws IOException if it cannot be found out
     */
    default OptionalLong usableOctets() throws IOException {
        return OptionalLong.empty();
    }

    /** Frees what the sink holds. A later write opens it again. */
    default void close() throws IOException {}
}
