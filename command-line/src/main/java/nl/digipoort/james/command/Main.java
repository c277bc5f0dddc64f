// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command;

import java.util.Arrays;
import java.util.List;
import nl.digipoort.james.command.line.Command;
import nl.digipoort.james.command.line.Options;
import nl.digipoort.james.command.line.Refusal;
import nl.digipoort.james.command.line.Terminal;
import nl.digipoort.james.command.line.UsageException;

/** The entry point: finds the command, parses its arguments, and turns every expected failure into one line and an exit status. */
public final class Main {
    private static final List<String> HELP = List.of("help", "--help", "-h");

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(Arrays.asList(args), Terminal.ofProcess()));
    }

    static int run(List<String> args, Terminal terminal) {
        if (args.isEmpty() || HELP.contains(args.get(0))) {
            return help(terminal);
        }
        CommandName name = CommandName.of(args.get(0));
        if (name == null) {
            terminal.aside("unknown command '" + args.get(0) + "' (digipoort help lists them)");
            return Command.USAGE;
        }
        List<String> arguments = args.subList(1, args.size());
        if (arguments.contains("--help") || arguments.contains("-h")) {
            return usage(name, terminal);
        }
        return run(name, arguments, terminal);
    }

    private static int run(CommandName name, List<String> arguments, Terminal terminal) {
        try {
            return name.command().execute(Options.parse(arguments, name.syntax()), terminal);
        } catch (UsageException e) {
            terminal.aside(name.text() + ": " + e.getMessage() + " (digipoort help " + name.text() + " explains)");
            return Command.USAGE;
        } catch (Refusal e) {
            terminal.aside(name.text() + ": " + e.getMessage());
            return Command.REFUSED;
        } catch (RuntimeException e) {
            terminal.aside(name.text() + ": failed: " + e);
            return Command.REFUSED;
        }
    }

    private static int help(Terminal terminal) {
        for (CommandName name : CommandName.values()) {
            terminal.line("  " + name.usage() + "\n      " + name.summary());
        }
        return Command.DONE;
    }

    private static int usage(CommandName name, Terminal terminal) {
        terminal.line(name.usage() + "\n  " + name.summary());
        for (String option : name.syntax().valued()) {
            terminal.line("  " + option + " VALUE");
        }
        for (String option : name.syntax().flags()) {
            terminal.line("  " + option);
        }
        return Command.DONE;
    }
}
