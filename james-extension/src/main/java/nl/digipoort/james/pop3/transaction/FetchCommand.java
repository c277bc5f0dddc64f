package nl.digipoort.james.pop3.transaction;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import nl.digipoort.james.audit.NotRecordedException;
import nl.digipoort.james.audit.RetrievalAudit;
import nl.digipoort.james.budget.Reservation;
import nl.digipoort.james.maildrop.MaildropException;
import nl.digipoort.james.maildrop.MessageContent;
import nl.digipoort.james.maildrop.OpenMaildrop;
import nl.digipoort.james.pop3.AwaitedMemory;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.Pop3Dispatcher;
import nl.digipoort.james.pop3.Reply;
import nl.digipoort.james.pop3.ResponseCode;
import org.apache.james.metrics.api.MetricFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A command that reads a message from the store, and waits for its turn to have it in memory. */
abstract class FetchCommand extends MessageCommand {
    private static final Logger LOGGER = LoggerFactory.getLogger(FetchCommand.class);

    private static final Reply NOT_NOW =
            Reply.error(ResponseCode.SYS_TEMP, "Message cannot be read now, try again later");

    private final String keyword;
    private final AwaitedMemory awaitedMemory;
    private final HandOverMetrics handOvers;

    FetchCommand(String keyword, int argumentCount, AwaitedMemory awaitedMemory, MetricFactory metrics) {
        super(keyword, argumentCount, metrics);
        this.keyword = keyword;
        this.awaitedMemory = awaitedMemory;
        this.handOvers = new HandOverMetrics(keyword, metrics);
    }

    /** The reply with the message, which closes it. */
    abstract Reply reply(
            DigipoortSession session, MessageContent content, RetrievalAudit audit, List<String> arguments);

    /** The header alone, where nothing else is asked for and it can be had; otherwise empty. */
    Optional<MessageContent> header(OpenMaildrop maildrop, int number, List<String> arguments)
            throws MaildropException {
        return Optional.empty();
    }

    /** Whether the arguments behind the message number are right. */
    abstract boolean accepts(List<String> arguments);

    @Override
    final Reply execute(DigipoortSession session, int number, List<String> arguments) {
        if (!accepts(arguments)) {
            return wrongArguments();
        }
        return withoutBody(session, number, arguments).orElseGet(() -> withBody(session, number, arguments));
    }

    private Optional<Reply> withoutBody(DigipoortSession session, int number, List<String> arguments) {
        OpenMaildrop maildrop = session.maildrop();
        if (maildrop.isLost()) {
            return Optional.of(Pop3Dispatcher.LOCK_LOST);
        }
        try {
            return header(maildrop, number, arguments)
                    .map(content -> handOvers.counted(recorded(session, number, content, arguments)));
        } catch (MaildropException e) {
            LOGGER.error("The header of a message cannot be read", e);
            return Optional.of(NOT_NOW);
        }
    }

    private Reply withBody(DigipoortSession session, int number, List<String> arguments) {
        Reservation memory = session.maildrop().reserve(number);
        return awaitedMemory.then(
                memory, () -> handOvers.counted(fetch(session, number, memory, arguments)), reason -> {});
    }

    private Reply fetch(DigipoortSession session, int number, Reservation memory, List<String> arguments) {
        OpenMaildrop maildrop = session.maildrop();
        if (maildrop.isLost()) {
            memory.close();
            return Pop3Dispatcher.LOCK_LOST;
        }
        try {
            return recorded(session, number, maildrop.retrieve(number, memory), arguments);
        } catch (MaildropException e) {
            LOGGER.error("A message cannot be read", e);
            return NOT_NOW;
        }
    }

    /** Nothing is sent that is not in the audit trail. */
    private Reply recorded(DigipoortSession session, int number, MessageContent content, List<String> arguments) {
        boolean replied = false;
        try {
            String uniqueId = session.maildrop().snapshot().uniqueId(number);
            RetrievalAudit audit = session.audit().retrievalBegins(keyword, uniqueId, content.octets());
            Reply reply = reply(session, content, audit, arguments);
            replied = true;
            return reply;
        } catch (NotRecordedException e) {
            return NOT_NOW;
        } finally {
            if (!replied) {
                close(content);
            }
        }
    }

    private static void close(MessageContent content) {
        try {
            content.close();
        } catch (IOException e) {
            LOGGER.warn("A message cannot be closed", e);
        }
    }
}
