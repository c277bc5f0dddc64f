// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.line;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Rows for a spreadsheet (RFC 4180). What a spreadsheet would take for a formula, at the beginning of a cell or behind a character by which
 * it may split one, gets an apostrophe in front, as in the console.
 */
public final class Csv {
    private static final Pattern FORMULA = Pattern.compile(
            "(^|[;,|\\t\\r\\n])([\\s\\uFEFF]*)([=+\\-@\\uFF1D\\uFF0B\\uFF0D\\uFF20])", Pattern.UNICODE_CHARACTER_CLASS);

    private Csv() {}

    /** The cells of one row, with its line end but for the last character, which {@link Terminal#line} adds. */
    public static String row(Object... cells) {
        List<String> texts = new ArrayList<>();
        for (Object cell : cells) {
            texts.add(cell(String.valueOf(cell)));
        }
        return String.join(",", texts) + "\r";
    }

    private static String cell(String text) {
        String safe = FORMULA.matcher(Printable.of(text)).replaceAll("$1$2'$3");
        return '"' + safe.replace("\"", "\"\"") + '"';
    }
}
