// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import nl.digipoort.james.server.home.JmxCredentials;
import nl.digipoort.james.server.home.RuntimeFile;
import org.apache.james.cli.ServerCmd;

/**
 * {@code cli}: the stock James command line for the server that runs on a home. The JMX port and password, and a user's password that is
 * not an argument, are passed inside this process, so that no process listing shows them.
 */
final class CliCommand implements Command {
    static final Set<String> OPTIONS = Set.of(RunCommand.HOME);

    private final Path home;
    private final List<String> arguments;

    private CliCommand(Path home, List<String> arguments) {
        this.home = home;
        this.arguments = arguments;
    }

    static CliCommand from(Options options) {
        if (options.rest().isEmpty()) {
            throw new UsageException("cli needs a James command, for example ListUsers");
        }
        return new CliCommand(options.directory(RunCommand.HOME), options.rest());
    }

    @Override
    public int execute(Console console) {
        RuntimeFile.Jmx jmx = RuntimeFile.in(home).jmx();
        List<String> command = PasswordArgument.read(arguments, console);
        JmxCredentials credentials = JmxCredentials.read(home.resolve("conf"));
        List<String> call = new ArrayList<>(List.of("-h", jmx.host(), "-p", Integer.toString(jmx.port())));
        call.addAll(List.of("-username", credentials.user(), "-password", credentials.password(), "--"));
        call.addAll(command);
        System.setProperty("logback.configurationFile", "logback-cli.xml");
        console.release();
        ServerCmd.main(call.toArray(String[]::new));
        return 0;
    }
}
