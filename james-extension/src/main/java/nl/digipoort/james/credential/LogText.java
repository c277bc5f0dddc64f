// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import org.apache.james.core.Username;

/** Prepares user names for one line of the log: James allows an operator to make one that contains a line end. */
public final class LogText {
    private LogText() {}

    /** The name, with a question mark for every character that could begin another line. */
    public static String of(Username user) {
        StringBuilder text = new StringBuilder();
        user.asString()
                .codePoints()
                .map(point -> mayBreakTheLine(point) ? '?' : point)
                .forEach(text::appendCodePoint);
        return text.toString();
    }

    private static boolean mayBreakTheLine(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.FORMAT;
    }
}
