// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text without its passwords and tokens, line for line. */
final class Masked {
    private static final String NAME =
            "[\\w.-]{0,200}(?:pass|pwd|secret|token|apikey|private_?key|credential)[\\w.-]{0,200}";

    /** Quotes of XML, and of properties a backslash before the end of a line, go on in the next one. */
    private static final String TO_THE_END = "(?:\"[^\"]*\"|'[^']*')?+(?:\\\\(?:\\r?\\n|.)|[^\\\\\\r\\n])*+";

    private static final Pattern SECRET = Pattern.compile("(?is)<((?:[\\w.-]+:)?" + NAME
            + ")(?:\\s[^>]*)?(?<!/)>(?<element>.+?)</\\1\\s*>"
            + "|(?m:^)[ \\t]*(?:[#!]+[ \\t]*" + NAME + "[ \\t]*[=:]|" + NAME
            + "(?:[ \\t]*[=:]|[ \\t]))[ \\t]*(?<line>(?![ \\t\\r\\n])" + TO_THE_END + ")"
            + "|\\b" + NAME + "[ \\t]*[=:][ \\t]*(?:\"(?<quoted>[^\"]+)\"|'(?<single>[^']+)'"
            + "|(?<value>[^\\s;&<>\"'][^\\r\\n;&<>]*+))"
            + "|://[^/\\s:@]*:(?<url>[^/\\s]+)@");

    private static final Pattern HARMLESS =
            Pattern.compile("\\s*(\\$\\{(?:(?!:-)[^{}])*\\}|file:\\S*|classpath:\\S*|true|false)\\s*");

    private Masked() {}

    static String of(String text) {
        StringBuilder masked = new StringBuilder();
        Matcher matcher = SECRET.matcher(text);
        int from = 0;
        while (matcher.find()) {
            Place place = place(matcher);
            if (!HARMLESS.matcher(place.of(text)).matches()) {
                masked.append(text, from, place.start())
                        .append(place.of(text).replaceAll("(?m)^([ \\t]*)[^\\s][^\\r\\n]*", "$1***"));
                from = place.end();
            }
        }
        return masked.append(text.substring(from)).toString();
    }

    private static Place place(Matcher matcher) {
        for (String group : new String[] {"element", "line", "quoted", "single", "value", "url"}) {
            if (matcher.group(group) != null) {
                return new Place(matcher.start(group), matcher.end(group));
            }
        }
        throw new IllegalStateException("no group of the expression matched");
    }
}
