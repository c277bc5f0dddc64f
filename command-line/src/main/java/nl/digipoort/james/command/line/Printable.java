// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.line;

/** Text of a server or of a file as a terminal may get it: nothing in it steers the terminal or changes the direction of writing. */
final class Printable {
    private Printable() {}

    static String of(String text) {
        return text.replaceAll("[\\p{Cc}\\u202A-\\u202E\\u2066-\\u2069]", "?");
    }
}
