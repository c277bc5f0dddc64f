package nl.digipoort.james.pop3.transaction;

import java.util.List;
import javax.inject.Inject;
import nl.digipoort.james.audit.RetrievalAudit;
import nl.digipoort.james.maildrop.MessageContent;
import nl.digipoort.james.pop3.AwaitedMemory;
import nl.digipoort.james.pop3.Reply;
import org.apache.james.metrics.api.MetricFactory;

/** RETR: sends a message, and tells its size first (RFC 1939 section 5). */
public final class RetrCommand extends FetchCommand {
    @Inject
    public RetrCommand(AwaitedMemory awaitedMemory, MetricFactory metrics) {
        super("RETR", 1, awaitedMemory, metrics);
    }

    @Override
    boolean accepts(List<String> arguments) {
        return true;
    }

    @Override
    Reply reply(MessageContent content, RetrievalAudit audit, List<String> arguments) {
        return Reply.multiLine(content.octets() + " octets follow", MessageBody.whole(content, audit));
    }
}
