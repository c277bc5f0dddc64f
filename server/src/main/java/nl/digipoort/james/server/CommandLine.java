// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.util.Arrays;
import java.util.List;

/** Parses the arguments of {@code digipoort}: the name of a command, then its own arguments. */
final class CommandLine {
    private CommandLine() {}

    static Command parse(String... args) {
        if (args.length == 0) {
            throw new UsageException("no command given: run, cli, audit, demo or help");
        }
        List<String> rest = Arrays.asList(args).subList(1, args.length);
        return switch (args[0]) {
            case "help", "--help", "-h" -> new Help();
            case "run" -> run(rest);
            case "cli" -> cli(rest);
            case "audit" -> audit(rest);
            case "demo" -> demo(rest);
            default -> throw new UsageException("unknown command '" + args[0] + "': run, cli, audit, demo or help");
        };
    }

    private static Command run(List<String> args) {
        Options options = Options.parse(args, RunCommand.OPTIONS);
        return options.asksForHelp() ? new Help() : RunCommand.from(options);
    }

    private static Command cli(List<String> args) {
        Options options = Options.parseLeading(args, CliCommand.OPTIONS);
        return options.asksForHelp() ? new Help() : CliCommand.from(options);
    }

    /** The tool parses its arguments itself, since it is there without this server too. */
    private static Command audit(List<String> args) {
        return args.contains("--help") || args.contains("-h") ? new Help() : new AuditCommand(args);
    }

    private static Command demo(List<String> args) {
        Options options = Options.parse(args, Demo.OPTIONS);
        return options.asksForHelp() ? new Help() : new Demo(options);
    }
}
