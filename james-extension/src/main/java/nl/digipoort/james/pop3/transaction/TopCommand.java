package nl.digipoort.james.pop3.transaction;

import java.util.List;
import java.util.regex.Pattern;
import javax.inject.Inject;
import nl.digipoort.james.maildrop.MaildropException;
import nl.digipoort.james.maildrop.OpenMaildrop;
import nl.digipoort.james.pop3.Reply;
import org.apache.james.metrics.api.MetricFactory;

/** TOP: sends the header of a message, the blank line and so many lines of the body (RFC 1939 section 7). */
public final class TopCommand extends MessageCommand {
    private static final Pattern LINES = Pattern.compile("[0-9]{1,18}");

    @Inject
    public TopCommand(MetricFactory metrics) {
        super("TOP", 2, metrics);
    }

    @Override
    Reply execute(OpenMaildrop maildrop, int number, List<String> arguments) {
        if (!LINES.matcher(arguments.get(1)).matches()) {
            return wrongArguments();
        }
        try {
            return Reply.multiLine(
                    "Top of message follows",
                    MessageBody.top(maildrop.retrieve(number), Long.parseLong(arguments.get(1))));
        } catch (MaildropException e) {
            return RetrCommand.unreadable(e);
        }
    }
}
