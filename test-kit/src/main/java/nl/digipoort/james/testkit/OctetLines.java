// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import java.util.function.Consumer;

/** Cuts a stream of octets into lines; of a long line only its beginning is kept. */
final class OctetLines {
    private static final int MOST = 2_000;

    private final Consumer<String> taker;
    private final StringBuilder line = new StringBuilder();

    /** @param taker gets each line without its line end, each octet as one character */
    OctetLines(Consumer<String> taker) {
        this.taker = taker;
    }

    void add(byte octet) {
        if (octet == '\n') {
            int length = line.length();
            String whole =
                    length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
            line.setLength(0);
            taker.accept(whole);
        } else if (line.length() < MOST) {
            line.append((char) (octet & 0xff));
        }
    }
}
