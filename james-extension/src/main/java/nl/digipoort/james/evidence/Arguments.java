// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The arguments of one command: options {@code --name VALUE} or {@code --name=VALUE} or alone, and files, in any order. Immutable. */
final class Arguments {
    static final String HOME = "--home";
    static final String JSON = "--json";

    private static final Path TRAIL = Path.of("var", "audit");

    private final Map<String, List<String>> values = new HashMap<>();
    private final List<Path> files = new ArrayList<>();

    private Arguments() {}

    /**
     * Parses the arguments.
     *
     * @param known the options that have a value, besides {@link #HOME}
     * @param repeated those of them that may come more than once
     */
    static Arguments parse(List<String> args, Set<String> known, Set<String> repeated) {
        Arguments parsed = new Arguments();
        int next = 0;
        while (next < args.size()) {
            next += parsed.take(args.subList(next, args.size()), known, repeated);
        }
        return parsed;
    }

    private int take(List<String> args, Set<String> known, Set<String> repeated) {
        String argument = args.get(0);
        if (!argument.startsWith("--")) {
            files.add(path(argument));
            return 1;
        }
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        if (argument.equals(JSON)) {
            values.put(JSON, List.of(""));
            return 1;
        }
        if (!known.contains(name) && !name.equals(HOME)) {
            throw new WrongArguments("unknown option '" + name + "'");
        }
        if (equals < 0 && args.size() < 2) {
            throw new WrongArguments("option " + name + " needs a value");
        }
        List<String> given = values.computeIfAbsent(name, key -> new ArrayList<>());
        given.add(equals < 0 ? args.get(1) : argument.substring(equals + 1));
        if (given.get(given.size() - 1).isBlank()) {
            throw new WrongArguments("option " + name + " is empty");
        }
        if (given.size() > 1 && !repeated.contains(name)) {
            throw new WrongArguments("option " + name + " is given twice");
        }
        return equals < 0 ? 2 : 1;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    List<String> texts(String name) {
        return values.getOrDefault(name, List.of());
    }

    Optional<String> text(String name) {
        return texts(name).stream().findFirst();
    }

    /** A file below the home, if there is a home. */
    Optional<Path> inHome(String file) {
        return text(HOME).map(home -> path(home).resolve(file));
    }

    List<Path> paths(String name) {
        List<Path> paths = new ArrayList<>();
        texts(name).forEach(text -> paths.add(path(text)));
        return paths;
    }

    /** The files and folders that are named, or the trail of the home. */
    List<Path> trails() {
        if (!files.isEmpty()) {
            return files;
        }
        Path home = text(HOME)
                .map(Arguments::path)
                .orElseThrow(
                        () -> new WrongArguments("name a home (--home DIR), or files or folders of an audit trail"));
        Path trail = home.resolve(TRAIL);
        if (!Files.isDirectory(trail)) {
            throw new WrongArguments("there is no audit trail in " + trail
                    + ": where audit/file of conf/pop3server.xml names another place, name the files");
        }
        return List.of(trail);
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (IllegalArgumentException e) {
            throw new WrongArguments("'" + text + "' is no path");
        }
    }
}
