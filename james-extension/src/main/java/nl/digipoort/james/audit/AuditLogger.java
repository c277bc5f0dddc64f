// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes the lines to a logger, whose appenders send them wherever the operator wants. Appenders do not report their failures, so nobody
 * here knows of them.
 */
final class AuditLogger implements AuditSink {
    static final String NAME = "nl.digipoort.james.audit";

    private static final Logger LOGGER = LoggerFactory.getLogger(NAME);

    @Override
    public void write(List<String> lines) {
        for (String line : lines) {
            LOGGER.info("{}", line);
        }
    }
}
