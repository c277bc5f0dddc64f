// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The options of the command line: {@code --name VALUE}, {@code --name=VALUE}, or a flag. */
final class Options {
    private static final Set<String> VALUES = Set.of(
            "--only",
            "--scenario",
            "--clients",
            "--warmup",
            "--measure",
            "--repetitions",
            "--cold",
            "--idle",
            "--messages",
            "--senders",
            "--sizes",
            "--project",
            "--cassandra",
            "--distribution",
            "--turns",
            "--against",
            "--against-java-opts",
            "--java-opts",
            "--stock-java-opts");
    private static final Set<String> FLAGS =
            Set.of("--quick", "--report", "--one-connection", "--distributed", "--scale");

    private final Map<String, String> given;

    private Options(Map<String, String> given) {
        this.given = given;
    }

    static Options parse(String... arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            String[] option = arguments[i].split("=", 2);
            String name = option[0];
            if (FLAGS.contains(name) && option.length == 1) {
                given.put(name, "");
            } else if (VALUES.contains(name) && (option.length == 2 || i + 1 < arguments.length)) {
                given.put(name, option.length == 2 ? option[1] : arguments[++i]);
            } else {
                throw new UsageException("'" + arguments[i] + "' is no option, or lacks its value");
            }
        }
        return new Options(given);
    }

    @Override
    public String toString() {
        return given.entrySet().stream()
                .filter(option -> !option.getKey().equals("--project"))
                .map(option -> (option.getKey() + " " + option.getValue()).strip())
                .sorted()
                .collect(Collectors.joining(" "));
    }

    boolean has(String name) {
        return given.containsKey(name);
    }

    String text(String name, String otherwise) {
        return given.getOrDefault(name, otherwise);
    }

    int number(String name, int otherwise) {
        String value = given.get(name);
        if (value == null) {
            return otherwise;
        }
        return toNumber(name, value);
    }

    /** A comma-separated list. */
    List<String> texts(String name, List<String> otherwise) {
        String value = given.get(name);
        return value == null
                ? otherwise
                : Arrays.stream(value.split(",", -1)).map(String::strip).toList();
    }

    List<Integer> numbers(String name, List<Integer> otherwise) {
        String value = given.get(name);
        return value == null
                ? otherwise
                : texts(name, List.of()).stream()
                        .map(text -> toNumber(name, text))
                        .toList();
    }

    private static int toNumber(String name, String value) {
        if (!value.matches("[0-9]{1,7}")) {
            throw new UsageException(name + " is '" + value + "', not a number from 0 to 9999999");
        }
        return Integer.parseInt(value);
    }
}
