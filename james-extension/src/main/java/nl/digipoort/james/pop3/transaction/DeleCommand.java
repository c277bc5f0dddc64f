package nl.digipoort.james.pop3.transaction;

import java.util.List;
import javax.inject.Inject;
import nl.digipoort.james.maildrop.OpenMaildrop;
import nl.digipoort.james.pop3.Reply;
import org.apache.james.metrics.api.MetricFactory;

/** DELE: marks a message as deleted; nothing is removed before QUIT (RFC 1939 section 5). */
public final class DeleCommand extends MessageCommand {
    @Inject
    public DeleCommand(MetricFactory metrics) {
        super("DELE", 1, metrics);
    }

    @Override
    Reply execute(OpenMaildrop maildrop, int number, List<String> arguments) {
        maildrop.snapshot().delete(number);
        return Reply.ok("Message " + number + " deleted");
    }
}
