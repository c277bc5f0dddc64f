// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.line;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parsed arguments of one command: options, each {@code --name VALUE}, {@code --name=VALUE} or a name alone, at most once, and the other
 * arguments, before, between or behind them. Behind {@code --} nothing is an option.
 */
public final class Options {
    private final Syntax syntax;
    private final Map<String, String> values = new HashMap<>();
    private final List<String> arguments = new ArrayList<>();

    private Options(Syntax syntax) {
        this.syntax = syntax;
    }

    /** @throws UsageException if they are not of this syntax */
    public static Options parse(List<String> args, Syntax syntax) {
        Options options = new Options(syntax);
        int next = 0;
        while (next < args.size()) {
            String argument = args.get(next);
            if (argument.equals("--")) {
                options.arguments.addAll(args.subList(next + 1, args.size()));
                break;
            }
            // a lone - is a value: standard input
            if (argument.startsWith("-") && argument.length() > 1) {
                next += options.take(args.subList(next, args.size()));
            } else {
                options.arguments.add(argument);
                next++;
            }
        }
        syntax.check(options.arguments);
        return options;
    }

    private int take(List<String> args) {
        String argument = args.get(0);
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        if (syntax.flags().contains(name)) {
            if (equals >= 0) {
                throw new UsageException("option " + name + " takes no value");
            }
            put(name, "");
            return 1;
        }
        if (!syntax.valued().contains(name)) {
            throw new UsageException("unknown option '" + name + "'");
        }
        if (equals < 0 && args.size() < 2) {
            throw new UsageException("option " + name + " needs a value");
        }
        put(name, equals < 0 ? args.get(1) : argument.substring(equals + 1));
        return equals < 0 ? 2 : 1;
    }

    private void put(String name, String value) {
        if (values.put(name, value) != null) {
            throw new UsageException("option " + name + " is given twice");
        }
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** @throws UsageException if it is missing or blank */
    public String required(String name) {
        String value = values.get(name);
        if (value == null || value.isBlank()) {
            throw new UsageException("option " + name + " is needed");
        }
        return value;
    }

    public List<String> arguments() {
        return List.copyOf(arguments);
    }
}
