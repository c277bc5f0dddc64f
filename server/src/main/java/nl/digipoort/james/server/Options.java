// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The options of one command, each {@code --name VALUE} or {@code --name=VALUE}, or a name alone, at most once. */
final class Options {
    private static final Set<String> HELP = Set.of("--help", "-h");
    /** Those without a value. */
    private static final Set<String> ALONE = Set.of(
            RunCommand.ACCEPT_LOSS,
            MoveCommand.DRY_RUN,
            ConvertCommand.NEW_UNIQUE_IDS,
            ConvertCommand.WITHOUT_PASSWORDS,
            Demo.KEEP,
            Demo.SEED);

    private static final int HIGHEST_PORT = 65535;

    private final Map<String, String> values = new HashMap<>();
    private List<String> rest = List.of();
    private boolean help;

    private Options() {}

    /** Parses options only; any other argument is refused. */
    static Options parse(List<String> args, Set<String> known) {
        Options options = parseLeading(args, known);
        if (!options.rest.isEmpty()) {
            throw new UsageException("unexpected argument '" + options.rest.get(0) + "'");
        }
        return options;
    }

    /** Parses options up to the first other argument; {@link #rest()} has the remaining arguments unchanged. */
    static Options parseLeading(List<String> args, Set<String> known) {
        Options options = new Options();
        int next = 0;
        while (next < args.size() && args.get(next).startsWith("-")) {
            next += options.take(args.subList(next, args.size()), known);
        }
        options.rest = List.copyOf(args.subList(next, args.size()));
        return options;
    }

    private int take(List<String> args, Set<String> known) {
        String argument = args.get(0);
        if (HELP.contains(argument)) {
            help = true;
            return 1;
        }
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        if (!known.contains(name)) {
            throw new UsageException("unknown option '" + name + "'");
        }
        if (ALONE.contains(name)) {
            return takeAlone(argument, name);
        }
        if (equals < 0 && args.size() < 2) {
            throw new UsageException("option " + name + " needs a value");
        }
        if (values.put(name, equals < 0 ? args.get(1) : argument.substring(equals + 1)) != null) {
            throw new UsageException("option " + name + " is given twice");
        }
        return equals < 0 ? 2 : 1;
    }

    private int takeAlone(String argument, String name) {
        if (!argument.equals(name)) {
            throw new UsageException("option " + name + " takes no value");
        }
        values.put(name, "");
        return 1;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    boolean asksForHelp() {
        return help;
    }

    List<String> rest() {
        return rest;
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    Path directory(String name) {
        String value = text(name).orElseThrow(() -> new UsageException("option " + name + " DIR is needed"));
        if (value.isBlank()) {
            throw new UsageException("option " + name + " names no directory");
        }
        return Path.of(value).toAbsolutePath().normalize();
    }

    /** A port number; 0 asks for any free port. */
    OptionalInt port(String name) {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!value.get().matches("[0-9]{1,5}") || Integer.parseInt(value.get()) > HIGHEST_PORT) {
            throw new UsageException(
                    "option " + name + " is '" + value.get() + "', not a port number from 0 to " + HIGHEST_PORT);
        }
        return OptionalInt.of(Integer.parseInt(value.get()));
    }
}
