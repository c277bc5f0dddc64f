package nl.digipoort.james.pop3.transaction;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.inject.Inject;
import nl.digipoort.james.audit.RetrievalAudit;
import nl.digipoort.james.maildrop.MaildropException;
import nl.digipoort.james.maildrop.MessageContent;
import nl.digipoort.james.maildrop.OpenMaildrop;
import nl.digipoort.james.pop3.AwaitedMemory;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.Reply;
import org.apache.james.metrics.api.MetricFactory;

/** TOP: sends the header of a message, the blank line and so many lines of the body (RFC 1939 section 7). */
public final class TopCommand extends FetchCommand {
    private static final Pattern LINES = Pattern.compile("[0-9]{1,18}");

    @Inject
    public TopCommand(AwaitedMemory awaitedMemory, MetricFactory metrics) {
        super("TOP", 2, awaitedMemory, metrics);
    }

    @Override
    boolean accepts(List<String> arguments) {
        return LINES.matcher(arguments.get(1)).matches();
    }

    @Override
    Optional<MessageContent> header(OpenMaildrop maildrop, int number, List<String> arguments)
            throws MaildropException {
        return bodyLines(arguments) == 0 ? maildrop.retrieveHeader(number) : Optional.empty();
    }

    @Override
    Reply reply(DigipoortSession session, MessageContent content, RetrievalAudit audit, List<String> arguments) {
        return Reply.multiLine("Top of message follows", MessageBody.top(content, audit, bodyLines(arguments)));
    }

    private static long bodyLines(List<String> arguments) {
        return Long.parseLong(arguments.get(1));
    }
}
