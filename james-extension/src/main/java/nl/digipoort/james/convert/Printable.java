// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

/** Text of another server in one line for an operator: short, and without what a terminal would obey. */
final class Printable {
    private static final int LONGEST = 200;

    private Printable() {}

    static String of(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
        return cut.replaceAll("[^ -~]", "?");
    }
}
