// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import nl.digipoort.james.command.line.Options;
import nl.digipoort.james.command.line.Terminal;
import nl.digipoort.james.command.webadmin.WebAdmin;

/** {@code status}: what an operator wants to know first, on one screen. Exit status 1 if a health check is unhealthy, or the health or the locks are not known. */
public final class StatusCommand extends AskingCommand {
    @Override
    int execute(WebAdmin server, Options options, Terminal terminal) {
        ServerStatus status = ServerStatus.of(server);
        if (options.has(JSON)) {
            terminal.line(status.json());
        } else {
            status.table().print(terminal);
        }
        return status.isUnhealthy() ? REFUSED : DONE;
    }
}
