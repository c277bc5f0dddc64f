// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.transaction;

import java.util.List;
import java.util.Optional;
import nl.digipoort.james.maildrop.Snapshot;
import nl.digipoort.james.pop3.Answer;
import nl.digipoort.james.pop3.CommandLine;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.MultiLineReply;
import nl.digipoort.james.pop3.Pop3Command;
import nl.digipoort.james.pop3.Reply;
import org.apache.james.metrics.api.MetricFactory;

/** LIST and UIDL: a scan line for one message, or for every one that is not deleted (RFC 1939 sections 5 and 7). */
abstract class ListingCommand extends Pop3Command {
    ListingCommand(String keyword, MetricFactory metrics) {
        super(keyword, metrics);
    }

    /** The text of the line after the message number. */
    abstract String tell(Snapshot snapshot, int number);

    @Override
    protected final Answer execute(DigipoortSession session, CommandLine command) {
        Optional<List<String>> arguments = command.arguments().filter(list -> list.size() <= 1);
        if (arguments.isEmpty()) {
            return wrongArguments();
        }
        Snapshot snapshot = session.maildrop().snapshot();
        return arguments.get().isEmpty()
                ? all(snapshot)
                : one(snapshot, arguments.get().get(0));
    }

    private MultiLineReply all(Snapshot snapshot) {
        ScanListing listing = new ScanListing(snapshot, number -> line(snapshot, number));
        return MultiLineReply.of("", () -> listing);
    }

    private Reply one(Snapshot snapshot, String text) {
        return MessageNumber.parse(text, snapshot)
                .map(number -> Reply.ok(line(snapshot, number)))
                .orElseGet(MessageCommand::noSuchMessage);
    }

    private String line(Snapshot snapshot, int number) {
        return number + " " + tell(snapshot, number);
    }
}
