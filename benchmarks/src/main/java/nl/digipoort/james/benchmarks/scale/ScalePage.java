// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scale;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** docs/operate/scale.md, whose tables stand each between a comment with its name and the next comment. */
public final class ScalePage {
    private static final Pattern PLACE = Pattern.compile("(<!-- table: ([a-z]+) -->\n)[^<]*(<!-- end -->)");

    private ScalePage() {}

    /** The page with these tables instead of its own. */
    public static String with(String page, Map<String, String> tables) {
        return PLACE.matcher(page)
                .replaceAll(place -> Matcher.quoteReplacement(
                        place.group(1) + "\n" + tables.get(place.group(2)) + "\n" + place.group(3)));
    }
}
