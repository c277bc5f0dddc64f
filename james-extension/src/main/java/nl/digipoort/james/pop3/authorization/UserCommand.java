// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import nl.digipoort.james.pop3.CommandLine;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.Pop3Command;
import nl.digipoort.james.pop3.Reply;
import org.apache.james.metrics.api.MetricFactory;

/** USER: names the user for the PASS right after it, and reveals nothing about that name (RFC 1939 section 7). */
public final class UserCommand extends Pop3Command {
    @Inject
    public UserCommand(MetricFactory metrics) {
        super("USER", metrics);
    }

    @Override
    protected Reply execute(DigipoortSession session, CommandLine command) {
        Optional<List<String>> arguments = command.arguments().filter(list -> list.size() == 1);
        if (arguments.isEmpty()) {
            return wrongArguments();
        }
        session.announce(arguments.get().get(0));
        return Reply.ok("Password please");
    }
}
