// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.arrival;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size of a message body.
 *
 * @param label as given on the command line; names the phases: {@code 8k}
 */
public record Size(String label, int octets) {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})([km]?)");
    private static final int KIBI = 1024;
    private static final int MOST = 64 * KIBI * KIBI;

    /**
     * @param text octets, or a number followed by k (1,024) or m (1,048,576)
     * @throws IllegalArgumentException if it is not a size up to 64m
     */
    public static Size parse(String text) {
        String label = text.toLowerCase(Locale.ROOT);
        Matcher matcher = FORM.matcher(label);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no size such as 8k or 3m");
        }
        long unit =
                switch (matcher.group(2)) {
                    case "k" -> KIBI;
                    case "m" -> KIBI * KIBI;
                    default -> 1;
                };
        long octets = Long.parseLong(matcher.group(1)) * unit;
        if (octets > MOST) {
            throw new IllegalArgumentException("'" + text + "' is more than 64m");
        }
        return new Size(label, (int) octets);
    }
}
