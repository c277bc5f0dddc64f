// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/** Where the lines of the audit trail go. */
interface AuditSink {
    /**
     * Writes lines, none of which has a line end yet; may block.
     *
     * @throws IOException if they are not all written, as far as the sink can know; some of them may be
     */
    void write(List<String> lines) throws IOException;

    /**
     * Makes sure, as far as that can be known without writing anything, that lines could be written; may block.
     *
     * @throws IOException if not
     */
    default void probe() throws IOException {}

    /**
     * How much can be written before there is no space left; empty where nobody knows.
     *
     * @throws IOException if it cannot be found out
     */
    default OptionalLong usableOctets() throws IOException {
        return OptionalLong.empty();
    }
}
