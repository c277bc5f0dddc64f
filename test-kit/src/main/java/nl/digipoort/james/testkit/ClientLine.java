// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of a client as a transcript may show it, and what kind of answer it wants. Only what is known to have no secret is shown: everything
 * that is no command of POP3, or has arguments that its command does not have, may be a password at the wrong moment. What the server answers
 * depends on the keyword alone.
 */
final class ClientLine {
    static final String STRUCK = "***";

    private static final Pattern BARE =
            Pattern.compile("(CAPA|STLS|QUIT|STAT|RSET|NOOP|LIST|UIDL|AUTH) ?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBERED = Pattern.compile(
            "((LIST|UIDL|RETR|DELE) [0-9]{1,10}|TOP [0-9]{1,10} [0-9]{1,10}) ?", Pattern.CASE_INSENSITIVE);
    private static final Pattern USER = Pattern.compile("USER ([^ ]+) ?", Pattern.CASE_INSENSITIVE);
    private static final Pattern AUTH = Pattern.compile(
            "(AUTH (?:PLAIN|LOGIN|DIGEST-MD5|EXTERNAL|CRAM-MD5|SCRAM-[A-Z0-9-]{1,20}))( .*)?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SECRET = Pattern.compile("(PASS|APOP|AUTH|USER)( .*)?", Pattern.CASE_INSENSITIVE);

    private final String keyword;
    private final boolean bare;
    private final String shown;

    private ClientLine(String line, String shown) {
        this.keyword = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
        this.bare = line.strip().equalsIgnoreCase(keyword);
        this.shown = shown;
    }

    /** @param secrets passwords that are known */
    static ClientLine of(String line, Set<String> secrets) {
        return new ClientLine(line, shown(line, secrets));
    }

    private static String shown(String line, Set<String> secrets) {
        Matcher auth = AUTH.matcher(line);
        if (auth.matches()) {
            return auth.group(2) == null ? line : auth.group(1) + " " + STRUCK;
        }
        Matcher user = USER.matcher(line);
        boolean named = user.matches() && !secrets.contains(user.group(1));
        if (BARE.matcher(line).matches() || NUMBERED.matcher(line).matches() || named) {
            return line;
        }
        Matcher secret = SECRET.matcher(line);
        return secret.matches() ? secret.group(1) + " " + STRUCK : STRUCK;
    }

    /** A line of a SASL exchange; only its cancellation is shown. */
    static ClientLine ofExchange(String line) {
        return new ClientLine("AUTH", line.equals("*") ? line : STRUCK);
    }

    String shown() {
        return shown;
    }

    /** Whether its answer decides what the next line is: a response to a challenge, or a command. */
    boolean isOfExchange() {
        return keyword.equals("AUTH");
    }

    /** Whether a positive answer has more than one line; LIST and UIDL of one message have one. */
    boolean wantsLines() {
        return keyword.equals("CAPA") || (bare && (keyword.equals("LIST") || keyword.equals("UIDL")));
    }

    /** Whether a positive answer has a message. */
    boolean wantsMessage() {
        return keyword.equals("RETR") || keyword.equals("TOP");
    }
}
