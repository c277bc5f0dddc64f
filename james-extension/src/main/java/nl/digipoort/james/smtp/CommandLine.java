// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One command: a word and, after a space, its argument (RFC 5321 section 4.1.1). Printable ASCII only. Immutable. */
final class CommandLine {
    private final String word;
    private final String argument;

    private CommandLine(String word, String argument) {
        this.word = word;
        this.argument = argument;
    }

    /**
     * @param line without its line end
     * @throws CommandSyntaxException if it contains an octet that is not printable ASCII
     */
    static CommandLine parse(byte[] line) throws CommandSyntaxException {
        for (byte octet : line) {
            if (octet < ' ' || octet > '~') {
                throw new CommandSyntaxException(Reply.SYNTAX);
            }
        }
        String text = new String(line, StandardCharsets.US_ASCII);
        int space = text.indexOf(' ');
        return space < 0
                ? new CommandLine(text, "")
                : new CommandLine(
                        text.substring(0, space), text.substring(space + 1).strip());
    }

    String word() {
        return word;
    }

    Optional<Verb> verb() {
        return Verb.of(word);
    }

    /** The text after the space; may be empty. */
    String argument() {
        return argument;
    }
}
