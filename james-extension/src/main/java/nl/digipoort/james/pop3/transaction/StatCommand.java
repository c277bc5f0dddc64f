// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.transaction;

import javax.inject.Inject;
import nl.digipoort.james.maildrop.Snapshot;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.PlainCommand;
import nl.digipoort.james.pop3.PromptCommand;
import nl.digipoort.james.pop3.Reply;
import org.apache.james.metrics.api.MetricFactory;

/** STAT: the number of messages and their octets, without the deleted ones (RFC 1939 section 5). */
public final class StatCommand extends PlainCommand implements PromptCommand {
    @Inject
    public StatCommand(MetricFactory metrics) {
        super("STAT", metrics);
    }

    @Override
    public boolean isPrompt(byte[] line) {
        return PromptCommand.isLine("STAT", line);
    }

    @Override
    protected Reply execute(DigipoortSession session) {
        Snapshot snapshot = session.maildrop().snapshot();
        return Reply.ok(snapshot.count() + " " + snapshot.octets());
    }
}
