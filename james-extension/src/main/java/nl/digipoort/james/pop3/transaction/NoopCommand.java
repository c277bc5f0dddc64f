// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.transaction;

import javax.inject.Inject;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.PlainCommand;
import nl.digipoort.james.pop3.Reply;
import org.apache.james.metrics.api.MetricFactory;

/** NOOP: nothing but an answer. */
public final class NoopCommand extends PlainCommand {
    @Inject
    public NoopCommand(MetricFactory metrics) {
        super("NOOP", metrics);
    }

    @Override
    protected Reply execute(DigipoortSession session) {
        return Reply.ok();
    }
}
