// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.transaction;

import java.util.List;
import java.util.Optional;
import nl.digipoort.james.pop3.Answer;
import nl.digipoort.james.pop3.CommandLine;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.Pop3Command;
import nl.digipoort.james.pop3.Reply;
import org.apache.james.metrics.api.MetricFactory;

/** A command that names one message, with a fixed number of arguments, the message number first. */
abstract class MessageCommand extends Pop3Command {
    private final int argumentCount;

    MessageCommand(String keyword, int argumentCount, MetricFactory metrics) {
        super(keyword, metrics);
        this.argumentCount = argumentCount;
    }

    abstract Answer execute(DigipoortSession session, int number, List<String> arguments);

    @Override
    protected final Answer execute(DigipoortSession session, CommandLine command) {
        Optional<List<String>> arguments = command.arguments().filter(list -> list.size() == argumentCount);
        if (arguments.isEmpty()) {
            return wrongArguments();
        }
        return withMessage(session, arguments.get());
    }

    private Answer withMessage(DigipoortSession session, List<String> arguments) {
        return MessageNumber.parse(arguments.get(0), session.maildrop().snapshot())
                .<Answer>map(number -> execute(session, number, arguments))
                .orElseGet(MessageCommand::noSuchMessage);
    }

    static Reply noSuchMessage() {
        return Reply.error("No such message");
    }
}
