// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.transaction;

import javax.inject.Inject;
import nl.digipoort.james.maildrop.Snapshot;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.PlainCommand;
import nl.digipoort.james.pop3.Reply;
import org.apache.james.metrics.api.MetricFactory;

/** RSET: removes every deletion mark (RFC 1939 section 5). */
public final class RsetCommand extends PlainCommand {
    @Inject
    public RsetCommand(MetricFactory metrics) {
        super("RSET", metrics);
    }

    @Override
    protected Reply execute(DigipoortSession session) {
        Snapshot snapshot = session.maildrop().snapshot();
        if (snapshot.deletedCount() > 0) {
            session.audit().unmarked(snapshot.deletedCount());
            snapshot.reset();
        }
        return Reply.ok();
    }
}
