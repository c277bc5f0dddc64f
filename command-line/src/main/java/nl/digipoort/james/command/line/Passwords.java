// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.line;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The password for a command: never an argument, since every user of the machine sees those. */
public final class Passwords {
    public static final String FILE = "--password-file";

    private Passwords() {}

    /** The first line of the file that is named, or what is typed, or the first line of standard input. */
    public static String read(Options options, Terminal terminal, String account) {
        Optional<String> file = options.text(FILE);
        String password =
                file.isPresent() ? firstLine(Path.of(file.get())) : terminal.password("Password of " + account + ": ");
        if (password.isEmpty()) {
            throw new UsageException("there is no password in " + file.orElse("standard input"));
        }
        return password;
    }

    private static String firstLine(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.isEmpty() ? "" : lines.get(0);
        } catch (IOException e) {
            throw new Refusal(file + " cannot be read", e);
        }
    }
}
