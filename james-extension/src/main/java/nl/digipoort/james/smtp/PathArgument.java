// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import com.google.common.base.Splitter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;

/**
 * The argument of MAIL or RCPT: {@code FROM:} or {@code TO:}, a path in angle brackets, and parameters (RFC 5321 section 4.1.2). A source
 * route is ignored. Immutable.
 */
final class PathArgument {
    private static final int LONGEST_PATH = 256;

    private final String address;
    private final Map<String, String> parameters;

    private PathArgument(String address, Map<String, String> parameters) {
        this.address = address;
        this.parameters = parameters;
    }

    /** @param keyword with its colon */
    static PathArgument parse(String keyword, String argument) throws CommandSyntaxException {
        if (!argument.regionMatches(true, 0, keyword, 0, keyword.length())) {
            throw problem("5.5.4", "Expected " + keyword + "<address>");
        }
        String path = argument.substring(keyword.length()).stripLeading();
        int end = endOf(path);
        String rest = path.substring(end + 1);
        if (!rest.isEmpty() && rest.charAt(0) != ' ') {
            throw problem("5.5.4", "Expected a space behind the address");
        }
        return new PathArgument(withoutRoute(path.substring(1, end)), parameters(rest.strip()));
    }

    /** The index of the closing bracket; a quoted local part may contain one too. */
    private static int endOf(String path) throws CommandSyntaxException {
        boolean quoted = false;
        for (int i = 1; path.startsWith("<") && i < Math.min(path.length(), LONGEST_PATH); i++) {
            char c = path.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == '>' && !quoted) {
                return i;
            }
        }
        throw problem("5.5.4", "Expected an address in <>, of 256 octets at most");
    }

    private static String withoutRoute(String path) throws CommandSyntaxException {
        if (!path.startsWith("@")) {
            return path;
        }
        int colon = path.indexOf(':');
        if (colon < 0) {
            throw problem("5.1.3", "Bad source route");
        }
        return path.substring(colon + 1);
    }

    private static Map<String, String> parameters(String text) throws CommandSyntaxException {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : Splitter.on(' ').omitEmptyStrings().split(text)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            if (parameters.put(name.toUpperCase(Locale.ROOT), value) != null) {
                throw problem("5.5.4", "A parameter stands there twice");
            }
        }
        return parameters;
    }

    private static CommandSyntaxException problem(String enhanced, String text) {
        return new CommandSyntaxException(Reply.of(501, enhanced, text));
    }

    /** The path without its brackets; empty in MAIL for the null sender. Not checked to be a valid address. */
    String address() {
        return address;
    }

    boolean isAddress() {
        try {
            new MailAddress(address);
            return true;
        } catch (AddressException e) {
            return false;
        }
    }

    /** The parameters by name in upper case; a value may be empty. */
    Map<String, String> parameters() {
        return parameters;
    }
}
