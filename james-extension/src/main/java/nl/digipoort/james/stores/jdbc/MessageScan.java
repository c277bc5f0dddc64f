// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

/** Finds James's data about a message, and its size for POP3, in a stream of octets. Not thread-safe. */
final class MessageScan {
    private static final int NOT_FOUND = -1;

    private long octets;
    private long bodyStart = NOT_FOUND;
    private long fieldsEnd = NOT_FOUND;
    private long carriageReturns;
    private long bareLineFeeds;
    private int emptyLine;
    private long lineOctets;
    private byte last;

    void add(byte[] buffer, int count) {
        int from = 0;
        while (from < count && (bodyStart == NOT_FOUND || fieldsEnd == NOT_FOUND)) {
            add(buffer[from++]);
        }
        addBody(buffer, from, count);
    }

    /** A fast path: most octets of a message are body. */
    private void addBody(byte[] buffer, int from, int to) {
        long returns = 0;
        long bare = 0;
        byte before = last;
        for (int i = from; i < to; i++) {
            byte octet = buffer[i];
            if (octet == '\r') {
                returns++;
            } else if (octet == '\n' && before != '\r') {
                bare++;
            }
            before = octet;
        }
        octets += to - from;
        carriageReturns += returns;
        bareLineFeeds += bare;
        last = before;
    }

    private void add(byte octet) {
        octets++;
        if (bodyStart == NOT_FOUND) {
            lookForBody(octet);
        }
        if (fieldsEnd == NOT_FOUND) {
            lookForEndOfFields(octet);
        } else if (octet == '\r') {
            carriageReturns++;
        }
        if (octet == '\n' && last != '\r') {
            bareLineFeeds++;
        }
        last = octet;
    }

    /** For James, the body begins after the first CRLF CRLF. */
    private void lookForBody(byte octet) {
        if (octet == '\r') {
            emptyLine = emptyLine == 2 ? 3 : 1;
        } else if (octet == '\n' && (emptyLine == 1 || emptyLine == 3)) {
            emptyLine++;
        } else {
            emptyLine = 0;
        }
        if (emptyLine == 4) {
            bodyStart = octets;
        }
    }

    /** For James's parser, the fields end with the first empty line, whatever the line ends are. */
    private void lookForEndOfFields(byte octet) {
        if (octet == '\n') {
            if (lineOctets == 0 || (lineOctets == 1 && last == '\r')) {
                fieldsEnd = octets;
            }
            lineOctets = 0;
        } else {
            lineOctets++;
        }
    }

    long octets() {
        return octets;
    }

    /** The offset of the body for James; 0 if there is no empty line. */
    long bodyStart() {
        return Math.max(bodyStart, 0);
    }

    /** The end of the header fields, including the empty line; the number of all octets if there is none. */
    long fieldsEnd() {
        return fieldsEnd == NOT_FOUND ? octets : fieldsEnd;
    }

    /** The carriage returns after the fields, which James counts as lines. */
    long bodyLines() {
        return carriageReturns;
    }

    /** The size with CRLF for each LF and one at the end (RFC 1939 sections 3 and 11). An empty message stays empty. */
    long wireOctets() {
        return octets + bareLineFeeds + (octets > 0 && last != '\n' ? 2 : 0);
    }
}
