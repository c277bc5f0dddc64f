// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.util.Arrays;
import java.util.List;

/** Parses the arguments of {@code digipoort}: the name of a command, then its own arguments. */
final class CommandLine {
    /** Those of the script besides, which have a jar of their own. */
    static final String COMMANDS =
            "run, demo, testserver, export, import, convert, cli, audit, class-data, help; status, sessions, locks, break, held,"
                    + " release, account, record, limits, policy, uses, tls, login-test, install, check, version or"
                    + " completion";

    private CommandLine() {}

    static Command parse(String... args) {
        if (args.length == 0) {
            throw new UsageException("no command given: " + COMMANDS);
        }
        List<String> rest = Arrays.asList(args).subList(1, args.length);
        return switch (args[0]) {
            case "help", "--help", "-h" -> Help.from(rest);
            case "run" -> run(rest);
            case "export" -> exporting(rest);
            case "import" -> importing(rest);
            case "convert" -> converting(rest);
            case "cli" -> cli(rest);
            case "audit" -> audit(rest);
            case "demo" -> demo(rest);
            case "testserver" -> testServer(rest);
            default -> throw new UsageException("unknown command '" + args[0] + "': " + COMMANDS);
        };
    }

    private static Command run(List<String> args) {
        Options options = Options.parse(args, RunCommand.OPTIONS);
        return options.asksForHelp() ? Help.of("run") : RunCommand.from(options);
    }

    private static Command exporting(List<String> args) {
        Options options = Options.parseLeading(args, MoveCommand.EXPORT_OPTIONS);
        return options.asksForHelp() ? Help.of("export") : MoveCommand.exporting(options);
    }

    private static Command importing(List<String> args) {
        Options options = Options.parseLeading(args, MoveCommand.IMPORT_OPTIONS);
        return options.asksForHelp() ? Help.of("import") : MoveCommand.importing(options);
    }

    private static Command converting(List<String> args) {
        Options options = Options.parseLeading(args, ConvertCommand.OPTIONS);
        return options.asksForHelp() ? Help.of("convert") : ConvertCommand.from(options);
    }

    private static Command cli(List<String> args) {
        Options options = Options.parseLeading(args, CliCommand.OPTIONS);
        if (options.rest().equals(List.of(CliHelp.WORD))) {
            return new CliHelp();
        }
        return options.asksForHelp() ? Help.of("cli") : CliCommand.from(options);
    }

    /** The tool parses its arguments itself, since it is there without this server too. */
    private static Command audit(List<String> args) {
        return args.contains("--help") || args.contains("-h") ? Help.of("audit") : new AuditCommand(args);
    }

    private static Command demo(List<String> args) {
        Options options = Options.parse(args, Demo.OPTIONS);
        return options.asksForHelp() ? Help.of("demo") : new Demo(options);
    }

    private static Command testServer(List<String> args) {
        return args.contains("--help") || args.contains("-h") ? Help.of("testserver") : new TestServerCommand(args);
    }
}
