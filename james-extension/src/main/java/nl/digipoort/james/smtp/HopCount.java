// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

/** Counts the {@code Received} lines in the header of a message that arrives in pieces: many of them show a mail loop. Not thread-safe. */
final class HopCount {
    private static final String NAME = "received:";

    private int hops;
    private int column;
    private boolean matches = true;
    private boolean over;

    void add(byte[] octets, int offset, int length) {
        for (int i = offset; !over && i < offset + length; i++) {
            add(octets[i]);
        }
    }

    private void add(byte octet) {
        if (octet == '\n') {
            over = column == 0;
            column = 0;
            matches = true;
        } else if (octet != '\r') {
            matches &= column < NAME.length() && Character.toLowerCase((char) octet) == NAME.charAt(column);
            column++;
            hops += matches && column == NAME.length() ? 1 : 0;
        }
    }

    int hops() {
        return hops;
    }
}
