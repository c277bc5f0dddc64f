// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testing;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the metrics in a Prometheus query. Removes everything that is not a metric; each remaining word is a metric or a PromQL keyword.
 */
public final class PromQuery {
    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|`[^`]*`");
    private static final Pattern COMMENT = Pattern.compile("#[^\n]*");
    private static final Pattern MATCHERS_OR_RANGE = Pattern.compile("\\{[^}]*}|\\[[^]]*]");
    private static final Pattern GROUPING = Pattern.compile(
            "\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("(?<![\\w:.$])[a-zA-Z_:][\\w:]*+(?!\\s*\\()");
    private static final Set<String> WORDS =
            Set.of("and", "or", "unless", "bool", "offset", "group_left", "group_right", "inf", "nan");

    private PromQuery() {}

    /** @throws IllegalArgumentException if the query selects metrics by a pattern, so that they cannot be listed */
    public static Set<String> metrics(String query) {
        if (query.contains("__name__")) {
            throw new IllegalArgumentException("chooses metrics by a pattern: " + query);
        }
        String rest = query;
        for (Pattern noMetric : new Pattern[] {TEXT, COMMENT, MATCHERS_OR_RANGE, GROUPING}) {
            rest = noMetric.matcher(rest).replaceAll(" ");
        }
        return NAME.matcher(rest)
                .results()
                .map(MatchResult::group)
                .filter(name -> !WORDS.contains(name.toLowerCase(Locale.ROOT)))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
