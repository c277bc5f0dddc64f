// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Shows the help text, which is a file, so that the start script can show it too. */
final class Help implements Command {
    @Override
    public int execute(Console console) {
        try (InputStream text = Help.class.getResourceAsStream("help.txt")) {
            console.line(new String(text.readAllBytes(), StandardCharsets.UTF_8).stripTrailing());
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
