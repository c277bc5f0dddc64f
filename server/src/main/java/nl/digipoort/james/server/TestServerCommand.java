// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.nio.file.Path;
import java.util.List;
import nl.digipoort.james.server.home.Distribution;

/** {@code testserver}: the tool of the test kit, which parses its own arguments. It has a James in memory, and touches no home. */
final class TestServerCommand implements Command {
    private final List<String> arguments;

    TestServerCommand(List<String> arguments) {
        this.arguments = List.copyOf(arguments);
    }

    /** The log goes to standard error, and is of errors only: each fault is one of the server, and no news. */
    @Override
    public int execute(Console console) {
        System.setProperty(
                "logback.configurationFile",
                TestServerCommand.class.getResource("testserver-logback.xml").toString());
        return run(arguments, console);
    }

    /** Writes each sample message as a file into the folder. */
    static void writeSamples(Path folder, Console console) {
        run(List.of("samples", folder.toString()), console);
    }

    private static int run(List<String> arguments, Console console) {
        return ExtensionTool.run("digipoort-testserver", Distribution.locate().testServer(), console, arguments);
    }
}
