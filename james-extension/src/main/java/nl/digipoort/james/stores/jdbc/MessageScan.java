// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

/**
 * Finds, in octets that pass by, what James notes of a message, and how long it is for POP3. Not thread-safe.
 */
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

    /** Most octets of a message pass here. */
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

    /** James takes the first CRLF CRLF, wherever it stands. */
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

    /** Its parser takes the first line with nothing on it, whatever ends the lines. */
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

    /** Where James says that the body begins; 0 if there is no empty line. */
    long bodyStart() {
        return Math.max(bodyStart, 0);
    }

    /** Where the header fields end, the empty line included; the number of all octets if they do not. */
    long fieldsEnd() {
        return fieldsEnd == NOT_FOUND ? octets : fieldsEnd;
    }

    /** James counts carriage returns behind the fields and calls them lines. */
    long bodyLines() {
        return carriageReturns;
    }

    /** With CRLF for each LF, and one at the end (RFC 1939 sections 3 and 11); an empty message stays empty. */
    long wireOctets() {
        return octets + bareLineFeeds + (octets > 0 && last != '\n' ? 2 : 0);
    }
}
