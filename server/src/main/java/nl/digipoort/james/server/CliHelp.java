// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import org.apache.james.cli.type.CmdType;

/** {@code cli help}: the commands of James's command line, which James itself names only after an error, and with a server. */
final class CliHelp implements Command {
    static final String WORD = "help";

    @Override
    public int execute(Console console) {
        for (CmdType command : CmdType.values()) {
            console.line(command.getUsage());
        }
        return 0;
    }
}
