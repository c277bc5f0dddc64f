// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Shows the help text, which is a file, so that the start script can show it too: all of it, or what it says of one command. A part begins with
 * {@code ./digipoort} and the name of a command, indented, or with several such lines, and goes on to the next one or to a line that is not indented.
 */
final class Help implements Command {
    private static final String BEGINNING = "  ./digipoort ";

    private final String text;

    private Help(String text) {
        this.text = text;
    }

    static Help all() {
        return new Help(read());
    }

    /** @throws UsageException if there is no such command */
    static Help of(String command) {
        StringBuilder parts = new StringBuilder();
        boolean shown = false;
        boolean beginning = false;
        for (String line : read().lines().toList()) {
            boolean head = line.startsWith(BEGINNING);
            boolean other =
                    head && !line.substring(BEGINNING.length()).split(" ", 2)[0].equals(command);
            if (head) {
                shown = (beginning && shown) || !other;
            } else if (!line.isEmpty() && !line.startsWith(" ")) {
                shown = false;
            }
            beginning = head;
            if (shown && !other) {
                parts.append(line).append('\n');
            }
        }
        if (parts.length() == 0) {
            throw new UsageException("no help on '" + command + "': " + CommandLine.COMMANDS);
        }
        return new Help(parts.toString());
    }

    /** What follows {@code help}: nothing, or the name of a command. */
    static Help from(List<String> arguments) {
        if (arguments.size() > 1) {
            throw new UsageException("unexpected argument '" + arguments.get(1) + "'");
        }
        return arguments.isEmpty() ? all() : of(arguments.get(0));
    }

    String text() {
        return text;
    }

    private static String read() {
        try (InputStream file = Help.class.getResourceAsStream("help.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int execute(Console console) {
        console.line(text.stripTrailing());
        return 0;
    }
}
