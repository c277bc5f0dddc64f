// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.line;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The arguments that a command takes: names in capitals, as the help has them, options with a value and flags without one. Immutable.
 */
public final class Syntax {
    /** Allows what others can read on its way. */
    public static final String PLAIN_HTTP = "--plain-http";
    /** Where the server is, for a command that asks one. */
    private static final List<String> SERVER = List.of("--home", "--url", "--token-file", "--cacert");

    private final String arguments;
    private final int atLeast;
    private final int atMost;
    private final List<String> valued;
    private final List<String> flags;

    private Syntax(String arguments, int atLeast, int atMost, List<String> valued, List<String> flags) {
        this.arguments = arguments;
        this.atLeast = atLeast;
        this.atMost = atMost;
        this.valued = Collections.unmodifiableList(valued);
        this.flags = Collections.unmodifiableList(flags);
    }

    /** A command with nothing but options. */
    public static Syntax none() {
        return of("", 0, 0);
    }

    /** A command with so many arguments besides its options, which the help shows in this way. */
    public static Syntax of(String arguments, int atLeast, int atMost) {
        return new Syntax(arguments, atLeast, atMost, List.of(), List.of());
    }

    /** Options with a value each. */
    public Syntax with(String... options) {
        return new Syntax(arguments, atLeast, atMost, joined(valued, Arrays.asList(options)), flags);
    }

    /** Options without a value. */
    public Syntax flag(String... options) {
        return new Syntax(arguments, atLeast, atMost, valued, joined(flags, Arrays.asList(options)));
    }

    /** The options of a command that asks a server. */
    public Syntax server() {
        return new Syntax(
                arguments, atLeast, atMost, joined(valued, SERVER), joined(flags, List.of("--json", PLAIN_HTTP)));
    }

    public String arguments() {
        return arguments;
    }

    public List<String> valued() {
        return valued;
    }

    public List<String> flags() {
        return flags;
    }

    void check(List<String> given) {
        if (given.size() < atLeast) {
            throw new UsageException(arguments + " is missing");
        }
        if (given.size() > atMost) {
            throw new UsageException("unexpected argument '" + given.get(atMost) + "'");
        }
    }

    private static List<String> joined(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
