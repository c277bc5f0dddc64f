// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.transaction;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import nl.digipoort.james.audit.NotRecordedException;
import nl.digipoort.james.audit.RetrievalAudit;
import nl.digipoort.james.budget.Reservation;
import nl.digipoort.james.maildrop.DamagedMessageException;
import nl.digipoort.james.maildrop.MaildropException;
import nl.digipoort.james.maildrop.MessageContent;
import nl.digipoort.james.maildrop.OpenMaildrop;
import nl.digipoort.james.pop3.Answer;
import nl.digipoort.james.pop3.AwaitedMemory;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.HandOver;
import nl.digipoort.james.pop3.MultiLineReply;
import nl.digipoort.james.pop3.Pop3Dispatcher;
import nl.digipoort.james.pop3.Reply;
import nl.digipoort.james.pop3.ResponseCode;
import org.apache.james.core.Username;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A command that reads a message from the store. It waits for its turn to have the message in memory. */
abstract class FetchCommand extends MessageCommand {
    private static final Logger LOGGER = LoggerFactory.getLogger(FetchCommand.class);

    private static final Reply NOT_NOW =
            Reply.error(ResponseCode.SYS_TEMP, "Message cannot be read now, try again later");

    private static final Reply DAMAGED =
            Reply.error(ResponseCode.SYS_PERM, "Message is damaged, tell the operator of the server");

    private final String keyword;
    private final AwaitedMemory awaitedMemory;
    private final HandOverMetrics handOvers;
    private final Metric damaged;

    FetchCommand(String keyword, int argumentCount, AwaitedMemory awaitedMemory, MetricFactory metrics) {
        super(keyword, argumentCount, metrics);
        this.keyword = keyword;
        this.awaitedMemory = awaitedMemory;
        this.handOvers = new HandOverMetrics(keyword, metrics);
        this.damaged = metrics.generate("digipoort-body-damaged");
    }

    /** The reply with the message; closing the reply closes the message. */
    abstract MultiLineReply reply(MessageContent content, List<String> arguments, Retrieval retrieval);

    /** Called when the user has the message. */
    void retrieved(Username user) {
        // Only a command that sends the whole message counts as a retrieval.
    }

    /** The header alone, if nothing else is asked for and it is available; otherwise empty. */
    Optional<MessageContent> header(OpenMaildrop maildrop, int number, List<String> arguments)
            throws MaildropException {
        return Optional.empty();
    }

    /** Whether the arguments after the message number are right. */
    abstract boolean accepts(List<String> arguments);

    @Override
    final Answer execute(DigipoortSession session, int number, List<String> arguments) {
        if (!accepts(arguments)) {
            return wrongArguments();
        }
        return withoutBody(session, number, arguments).orElseGet(() -> withBody(session, number, arguments));
    }

    private Optional<Answer> withoutBody(DigipoortSession session, int number, List<String> arguments) {
        OpenMaildrop maildrop = session.maildrop();
        if (maildrop.isLost()) {
            return Optional.of(Pop3Dispatcher.LOCK_LOST);
        }
        try {
            return header(maildrop, number, arguments).map(content -> recorded(session, number, content, arguments));
        } catch (MaildropException e) {
            return Optional.of(refusal(e));
        }
    }

    private Answer withBody(DigipoortSession session, int number, List<String> arguments) {
        Reservation memory = session.maildrop().reserve(number);
        return awaitedMemory.then(memory, () -> fetch(session, number, memory, arguments), reason -> {});
    }

    private Answer fetch(DigipoortSession session, int number, Reservation memory, List<String> arguments) {
        OpenMaildrop maildrop = session.maildrop();
        if (maildrop.isLost()) {
            memory.close();
            return Pop3Dispatcher.LOCK_LOST;
        }
        try {
            return recorded(session, number, maildrop.retrieve(number, memory), arguments);
        } catch (MaildropException e) {
            return refusal(e);
        }
    }

    private Reply refusal(MaildropException failure) {
        LOGGER.error("A message cannot be read", failure);
        if (failure instanceof DamagedMessageException) {
            damaged.increment();
            return DAMAGED;
        }
        return NOT_NOW;
    }

    /** Records the retrieval first: nothing is sent that is not in the audit trail. */
    private Answer recorded(DigipoortSession session, int number, MessageContent content, List<String> arguments) {
        boolean replied = false;
        try {
            String uniqueId = session.maildrop().snapshot().uniqueId(number);
            RetrievalAudit audit = session.audit().retrievalBegins(keyword, uniqueId, content.octets());
            Answer reply = reply(content, arguments, new Retrieval(session.getUsername(), audit));
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

    /** One message that is being sent to the client: its end is counted, noted and recorded. */
    final class Retrieval implements HandOver {
        private final Username user;
        private final RetrievalAudit audit;

        private Retrieval(Username user, RetrievalAudit audit) {
            this.user = user;
            this.audit = audit;
        }

        /** The same stream, recorded while it is read. To be called once. */
        InputStream observed(InputStream stream) {
            return audit.observe(stream);
        }

        @Override
        public void complete(long octets) {
            handOvers.complete(octets);
            retrieved(user);
            audit.complete(octets);
        }

        @Override
        public void cutOff(long octets) {
            handOvers.cutOff(octets);
            audit.cutOff(octets);
        }
    }
}
