// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.webadmin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import nl.digipoort.james.command.line.Refusal;

/** The first token of a file in the form of {@code digipoort-webadmin.tokens}, or the only word of its first line. */
final class Token {
    private Token() {}

    static String read(Path file) {
        try {
            for (String line : Files.readAllLines(file)) {
                String text = line.strip();
                if (!text.isEmpty() && !text.startsWith("#")) {
                    return text.substring(text.lastIndexOf(' ') + 1);
                }
            }
        } catch (IOException e) {
            throw Unreadable.file(file, e);
        }
        throw new Refusal("there is no token in " + file);
    }
}
