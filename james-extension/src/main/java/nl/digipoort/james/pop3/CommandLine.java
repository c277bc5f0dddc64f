// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.james.protocols.api.Request;

/**
 * One command line: a keyword of letters and its arguments, each after exactly one space (RFC 1939 section 3, RFC 2449 section 3). One
 * trailing space, which old clients send, is accepted; PASS keeps it. Arguments are UTF-8, because passwords are; control characters are
 * refused. A line may contain a password, so it has no text form. Immutable.
 */
public final class CommandLine implements Request {
    private static final Pattern KEYWORD = Pattern.compile("[A-Za-z]+");
    private static final Pattern SPACE = Pattern.compile(" ");

    private final String keyword;
    private final String argument;

    private CommandLine(String keyword, String argument) {
        this.keyword = keyword;
        this.argument = argument;
    }

    /**
     * Parses a line.
     *
     * @param line the octets without the line end
     * @return empty if it is not a command line
     */
    public static Optional<CommandLine> parse(byte[] line) {
        return decode(line).filter(CommandLine::hasNoControlCharacter).flatMap(CommandLine::split);
    }

    private static Optional<String> decode(byte[] line) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean hasNoControlCharacter(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }

    private static Optional<CommandLine> split(String text) {
        int space = text.indexOf(' ');
        String keyword = space < 0 ? text : text.substring(0, space);
        if (!KEYWORD.matcher(keyword).matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new CommandLine(keyword.toUpperCase(Locale.ROOT), space < 0 ? null : text.substring(space + 1)));
    }

    /** The keyword in upper case. */
    public String keyword() {
        return keyword;
    }

    /** Everything after the first space, further spaces included, as PASS needs it. */
    public Optional<String> wholeArgument() {
        return Optional.ofNullable(argument);
    }

    /**
     * The arguments, each after one space. One trailing space is ignored.
     *
     * @return empty if an argument is empty, as between two spaces
     */
    public Optional<List<String>> arguments() {
        if (argument == null || argument.isEmpty()) {
            return Optional.of(List.of());
        }
        String text = argument.endsWith(" ") ? argument.substring(0, argument.length() - 1) : argument;
        List<String> arguments = List.of(SPACE.split(text, -1));
        return arguments.contains("") ? Optional.empty() : Optional.of(arguments);
    }

    /** Whether it is the keyword alone. */
    public boolean hasNoArguments() {
        return arguments().filter(List::isEmpty).isPresent();
    }

    @Override
    public String getCommand() {
        return keyword;
    }

    @Override
    public String getArgument() {
        return argument;
    }
}
