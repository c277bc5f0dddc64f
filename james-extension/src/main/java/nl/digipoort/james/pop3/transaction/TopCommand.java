// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.transaction;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.inject.Inject;
import nl.digipoort.james.maildrop.MaildropException;
import nl.digipoort.james.maildrop.MessageContent;
import nl.digipoort.james.maildrop.OpenMaildrop;
import nl.digipoort.james.pop3.AwaitedMemory;
import nl.digipoort.james.pop3.MultiLineReply;
import org.apache.james.metrics.api.MetricFactory;

/** TOP: sends the header of a message, the blank line and a number of lines of the body (RFC 1939 section 7). */
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
    MultiLineReply reply(MessageContent content, List<String> arguments, Retrieval retrieval) {
        return MultiLineReply.of("Top of message follows", MessageBody.top(content, bodyLines(arguments), retrieval));
    }

    private static long bodyLines(List<String> arguments) {
        return Long.parseLong(arguments.get(1));
    }
}
