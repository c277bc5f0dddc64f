// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path for each account, as Dovecot's {@code mail_location} has it: {@code %u} is the name, {@code %n} and {@code %d} are what stands before
 * and after its "@", with {@code L} in lower case. Immutable.
 */
final class AccountPattern {
    private static final Pattern VARIABLE = Pattern.compile("%(L?)(.?)", Pattern.DOTALL);

    private final String text;

    private AccountPattern(String text) {
        this.text = text;
    }

    /** @throws ConvertException if it is no absolute path, or has a variable that is not known here */
    static AccountPattern parse(String text) throws ConvertException {
        if (!text.startsWith("/")) {
            throw new ConvertException("no absolute path: \"" + text + "\"; write the path instead of ~ or %h");
        }
        Matcher variable = VARIABLE.matcher(text);
        while (variable.find()) {
            if (variable.group(2).isEmpty() || "udn%".indexOf(variable.group(2)) < 0) {
                throw new ConvertException(
                        "\"" + variable.group() + "\" in " + text + ": only %u, %n and %d are known");
            }
        }
        return new AccountPattern(text);
    }

    /** @throws ConvertException if the name would lead elsewhere, or has not the part that the path needs */
    Path of(ForeignAccount account) throws ConvertException {
        String name = account.name();
        int at = name.lastIndexOf('@');
        String local = at < 0 ? name : name.substring(0, at);
        String domain = at < 0 ? "" : name.substring(at + 1);
        for (String part : new String[] {local, domain}) {
            if (part.equals(".") || part.equals("..") || part.indexOf('/') >= 0 || part.indexOf('\0') >= 0) {
                throw new ConvertException("its name cannot be part of a path");
            }
        }
        Matcher variable = VARIABLE.matcher(text);
        StringBuilder path = new StringBuilder();
        while (variable.find()) {
            String value = value(variable.group(2), name, local, domain);
            if (value.isEmpty()) {
                throw new ConvertException("its name has nothing for " + variable.group() + " in " + text);
            }
            variable.appendReplacement(
                    path,
                    Matcher.quoteReplacement(variable.group(1).isEmpty() ? value : value.toLowerCase(Locale.ROOT)));
        }
        return Path.of(variable.appendTail(path).toString());
    }

    private static String value(String variable, String name, String local, String domain) {
        switch (variable) {
            case "u":
                return name;
            case "n":
                return local;
            case "d":
                return domain;
            default:
                return "%";
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
