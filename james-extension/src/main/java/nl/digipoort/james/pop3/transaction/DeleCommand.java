// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.transaction;

import java.util.List;
import javax.inject.Inject;
import nl.digipoort.james.audit.NotRecordedException;
import nl.digipoort.james.maildrop.Snapshot;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.Reply;
import nl.digipoort.james.pop3.ResponseCode;
import org.apache.james.metrics.api.MetricFactory;

/** DELE: marks a message as deleted; nothing is removed before QUIT (RFC 1939 section 5). */
public final class DeleCommand extends MessageCommand {
    @Inject
    public DeleCommand(MetricFactory metrics) {
        super("DELE", 1, metrics);
    }

    @Override
    Reply execute(DigipoortSession session, int number, List<String> arguments) {
        Snapshot snapshot = session.maildrop().snapshot();
        try {
            session.audit().marks(snapshot.uniqueId(number), snapshot.size(number));
        } catch (NotRecordedException e) {
            return Reply.error(ResponseCode.SYS_TEMP, "Message cannot be marked now, try again later");
        }
        snapshot.delete(number);
        session.messageMarked();
        return Reply.ok("Message " + number + " deleted");
    }
}
