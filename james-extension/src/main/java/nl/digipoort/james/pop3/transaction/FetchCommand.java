package nl.digipoort.james.pop3.transaction;

import java.util.List;
import nl.digipoort.james.budget.Reservation;
import nl.digipoort.james.maildrop.MaildropException;
import nl.digipoort.james.maildrop.MessageContent;
import nl.digipoort.james.maildrop.OpenMaildrop;
import nl.digipoort.james.pop3.AwaitedMemory;
import nl.digipoort.james.pop3.Pop3Dispatcher;
import nl.digipoort.james.pop3.Reply;
import nl.digipoort.james.pop3.ResponseCode;
import org.apache.james.metrics.api.MetricFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A command that reads a message from the store, and waits for its turn to have it in memory. */
abstract class FetchCommand extends MessageCommand {
    private static final Logger LOGGER = LoggerFactory.getLogger(FetchCommand.class);

    private final AwaitedMemory awaitedMemory;

    FetchCommand(String keyword, int argumentCount, AwaitedMemory awaitedMemory, MetricFactory metrics) {
        super(keyword, argumentCount, metrics);
        this.awaitedMemory = awaitedMemory;
    }

    /** The reply with the message, which closes it. */
    abstract Reply reply(MessageContent content, List<String> arguments);

    /** Whether the arguments behind the message number are right. */
    abstract boolean accepts(List<String> arguments);

    @Override
    final Reply execute(OpenMaildrop maildrop, int number, List<String> arguments) {
        if (!accepts(arguments)) {
            return wrongArguments();
        }
        Reservation memory = maildrop.reserve(number);
        return awaitedMemory.then(memory, () -> fetch(maildrop, number, memory, arguments), reason -> {});
    }

    private Reply fetch(OpenMaildrop maildrop, int number, Reservation memory, List<String> arguments) {
        if (maildrop.isLost()) {
            memory.close();
            return Pop3Dispatcher.LOCK_LOST;
        }
        try {
            return reply(maildrop.retrieve(number, memory), arguments);
        } catch (MaildropException e) {
            LOGGER.error("A message cannot be read", e);
            return Reply.error(ResponseCode.SYS_TEMP, "Message cannot be read now, try again later");
        }
    }
}
