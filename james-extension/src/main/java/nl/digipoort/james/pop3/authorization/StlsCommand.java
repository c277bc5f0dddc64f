// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import javax.inject.Inject;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.PlainCommand;
import nl.digipoort.james.pop3.Reply;
import org.apache.james.metrics.api.MetricFactory;

/** STLS: asks for TLS, which begins right after the answer (RFC 2595 section 4). */
public final class StlsCommand extends PlainCommand {
    @Inject
    public StlsCommand(MetricFactory metrics) {
        super("STLS", metrics);
    }

    @Override
    protected Reply execute(DigipoortSession session) {
        return Reply.ok("Begin TLS negotiation").thenStartTls();
    }
}
