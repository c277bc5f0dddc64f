// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code export} and {@code import}: tools of the extension, which need James's stores and no listener. */
final class MoveCommand implements Command {
    static final String DRY_RUN = "--dry-run";
    static final Set<String> EXPORT_OPTIONS = Set.of(
            RunCommand.HOME,
            RunCommand.ASSEMBLY,
            RunCommand.CASSANDRA,
            RunCommand.RABBITMQ,
            RunCommand.RABBITMQ_MANAGEMENT);
    static final Set<String> IMPORT_OPTIONS = Set.of(
            DRY_RUN,
            RunCommand.HOME,
            RunCommand.ASSEMBLY,
            RunCommand.CASSANDRA,
            RunCommand.RABBITMQ,
            RunCommand.RABBITMQ_MANAGEMENT);

    private final Path home;
    private final JamesServer server;
    private final String tool;
    private final List<String> arguments;

    private MoveCommand(Path home, JamesServer server, String tool, List<String> arguments) {
        this.home = home;
        this.server = server;
        this.tool = tool;
        this.arguments = List.copyOf(arguments);
    }

    static MoveCommand exporting(Options options) {
        Path home = options.directory(RunCommand.HOME);
        if (!Files.isDirectory(home.resolve("conf"))) {
            throw new UsageException("option --home is " + home + ", which is no home of a server");
        }
        return from(options, "nl.digipoort.james.move.ExportTool", List.of());
    }

    /** Before James starts, which takes seconds: whether there is anything to import. */
    static MoveCommand importing(Options options) {
        Path folder = folder(options);
        if (!Files.isRegularFile(folder.resolve("manifest.json"))) {
            throw new UsageException(folder + " is no export: it has no manifest.json");
        }
        return from(options, "nl.digipoort.james.move.ImportTool", options.has(DRY_RUN) ? List.of(DRY_RUN) : List.of());
    }

    private static MoveCommand from(Options options, String tool, List<String> flags) {
        List<String> arguments = new ArrayList<>(flags);
        arguments.add(folder(options).toString());
        return new MoveCommand(options.directory(RunCommand.HOME), JamesServer.from(options), tool, arguments);
    }

    private static Path folder(Options options) {
        if (options.rest().size() != 1) {
            throw new UsageException("one FOLDER is needed, behind the options");
        }
        return Path.of(options.rest().get(0)).toAbsolutePath().normalize();
    }

    @Override
    public int execute(Console console) {
        return Gateway.offline(home, server, tool, arguments, console);
    }
}
