package nl.digipoort.james.pop3.transaction;

import java.util.List;
import javax.inject.Inject;
import nl.digipoort.james.activity.ActivityLog;
import nl.digipoort.james.audit.RetrievalAudit;
import nl.digipoort.james.maildrop.MessageContent;
import nl.digipoort.james.pop3.AwaitedMemory;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.Reply;
import org.apache.james.core.Username;
import org.apache.james.metrics.api.MetricFactory;

/** RETR: sends a message, and tells its size first (RFC 1939 section 5). */
public final class RetrCommand extends FetchCommand {
    private final ActivityLog activity;

    @Inject
    public RetrCommand(AwaitedMemory awaitedMemory, ActivityLog activity, MetricFactory metrics) {
        super("RETR", 1, awaitedMemory, metrics);
        this.activity = activity;
    }

    @Override
    boolean accepts(List<String> arguments) {
        return true;
    }

    @Override
    Reply reply(DigipoortSession session, MessageContent content, RetrievalAudit audit, List<String> arguments) {
        Username user = session.getUsername();
        return Reply.multiLine(
                content.octets() + " octets follow", MessageBody.whole(content, audit, () -> activity.retrieved(user)));
    }
}
