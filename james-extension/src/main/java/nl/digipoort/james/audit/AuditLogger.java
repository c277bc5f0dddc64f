// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes the lines to a logger, whose appenders send them wherever the operator wants. Appenders do not report their failures, so nobody
 * here knows of them. Each start of the server begins a chain, because nothing can be read back. Thread-safe.
 */
final class AuditLogger implements AuditSink {
    static final String NAME = "nl.digipoort.james.audit";

    private static final Logger LOGGER = LoggerFactory.getLogger(NAME);

    private final AuditChain chain = new AuditChain(ChainHead.NONE);

    @Override
    public synchronized Written write(List<AuditLine> lines) {
        for (byte[] line : chain.next(lines)) {
            LOGGER.info("{}", new String(line, StandardCharsets.US_ASCII));
        }
        chain.written();
        return Written.WITHOUT_WAITING;
    }

    @Override
    public synchronized boolean isCheckpointed() {
        return chain.isCheckpointed();
    }
}
