package nl.digipoort.james.audit;

import java.io.IOException;
import java.util.List;

/** Where the lines of the audit trail go. */
interface AuditSink {
    /**
     * Writes lines, none of which has a line end yet; may block.
     *
     * @throws IOException if they are not all written, as far as the sink can know; some of them may be
     */
    void write(List<String> lines) throws IOException;
}
