// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import nl.digipoort.james.command.line.Command;
import nl.digipoort.james.command.line.Options;
import nl.digipoort.james.command.line.Terminal;
import nl.digipoort.james.command.line.UsageException;

/** {@code completion}: the file by which a shell completes commands and options. */
final class CompletionCommand implements Command {
    @Override
    public int execute(Options options, Terminal terminal) {
        switch (options.arguments().get(0)) {
            case "bash":
                return print("digipoort.bash", terminal);
            case "zsh":
                return print("_digipoort", terminal);
            default:
                throw new UsageException(
                        "there is none for '" + options.arguments().get(0) + "': bash or zsh");
        }
    }

    private static int print(String name, Terminal terminal) {
        try (InputStream file = CompletionCommand.class.getResourceAsStream(name)) {
            terminal.line(new String(file.readAllBytes(), StandardCharsets.UTF_8).stripTrailing());
            return DONE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
