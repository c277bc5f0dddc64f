package nl.digipoort.james.pop3.transaction;

import java.util.List;
import javax.inject.Inject;
import nl.digipoort.james.maildrop.MaildropException;
import nl.digipoort.james.maildrop.MessageContent;
import nl.digipoort.james.maildrop.OpenMaildrop;
import nl.digipoort.james.pop3.Reply;
import nl.digipoort.james.pop3.ResponseCode;
import org.apache.james.metrics.api.MetricFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** RETR: sends a message, and tells its size first (RFC 1939 section 5). */
public final class RetrCommand extends MessageCommand {
    private static final Logger LOGGER = LoggerFactory.getLogger(RetrCommand.class);

    @Inject
    public RetrCommand(MetricFactory metrics) {
        super("RETR", 1, metrics);
    }

    @Override
    Reply execute(OpenMaildrop maildrop, int number, List<String> arguments) {
        try {
            MessageContent content = maildrop.retrieve(number);
            return Reply.multiLine(content.octets() + " octets follow", MessageBody.whole(content));
        } catch (MaildropException e) {
            return unreadable(e);
        }
    }

    static Reply unreadable(MaildropException cause) {
        LOGGER.error("A message cannot be read", cause);
        return Reply.error(ResponseCode.SYS_TEMP, "Message cannot be read now, try again later");
    }
}
