// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dovecot's {@code pop3_uidl_format}: {@code %u} and {@code %v}, in hexadecimal with {@code X} and padded with {@code 08}; {@code %f} and
 * {@code %g}. What else Dovecot has cannot be told from files. Immutable.
 */
final class UidlFormat {
    /** Dovecot's own. */
    static final UidlFormat DEFAULT = new UidlFormat("%08Xu%08Xv");

    private static final Pattern VARIABLE = Pattern.compile("%(?:(0\\d*)?(X?)([uv])|([fg%]))");
    private static final int WIDEST = 70;

    private final String text;

    private UidlFormat(String text) {
        this.text = text;
    }

    /** @throws ConvertException if the ids of this format cannot be told */
    static UidlFormat parse(String text) throws ConvertException {
        Matcher variable = VARIABLE.matcher(text);
        boolean distinct = false;
        while (variable.find()) {
            distinct |= "u".equals(variable.group(3))
                    || (variable.group(4) != null && !variable.group(4).equals("%"));
            if (width(variable) > WIDEST) {
                throw new ConvertException("the format of unique-ids \"" + text + "\" makes them too long");
            }
        }
        if (VARIABLE.matcher(text).replaceAll("").indexOf('%') >= 0 || !distinct) {
            throw new ConvertException("unique-ids of the format \"" + text
                    + "\" cannot be told from files: only %u, %v (with X, and 0 and a width), %f and %g. Take pop3://");
        }
        return new UidlFormat(text);
    }

    private static int width(Matcher variable) {
        String width = variable.group(1);
        if (width == null || width.length() == 1) {
            return 0;
        }
        return width.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(width);
    }

    /** Whether the ids are made of numbers alone. */
    boolean isOfNumbers() {
        return !text.contains("%f") && !text.contains("%g");
    }

    /** @param file the name of its file without flags */
    String uniqueId(long uid, long validity, String file, String guid) {
        Matcher variable = VARIABLE.matcher(text);
        StringBuilder id = new StringBuilder();
        while (variable.find()) {
            variable.appendReplacement(id, Matcher.quoteReplacement(value(variable, uid, validity, file, guid)));
        }
        return variable.appendTail(id).toString();
    }

    private static String value(Matcher variable, long uid, long validity, String file, String guid) {
        if (variable.group(4) != null) {
            switch (variable.group(4)) {
                case "f":
                    return file;
                case "g":
                    return guid;
                default:
                    return "%";
            }
        }
        long number = variable.group(3).equals("u") ? uid : validity;
        String conversion = variable.group(2).isEmpty() ? "d" : "x";
        int width = width(variable);
        return String.format(Locale.ROOT, width == 0 ? "%" + conversion : "%0" + width + conversion, number);
    }

    @Override
    public String toString() {
        return text;
    }
}
