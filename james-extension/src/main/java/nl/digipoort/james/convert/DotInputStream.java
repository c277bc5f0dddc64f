// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The octets of a multi-line answer without their dot-stuffing, to the line that has only a dot (RFC 1939 section 3). Not thread-safe. */
final class DotInputStream extends InputStream {
    private static final int NONE = -2;

    private final InputStream connection;
    private int before = '\r';
    private int last = '\n';
    private int pending = NONE;
    private boolean ended;

    DotInputStream(InputStream connection) {
        this.connection = connection;
    }

    @Override
    public int read() throws IOException {
        if (ended) {
            return -1;
        }
        int octet = next();
        if (octet == '.' && before == '\r' && last == '\n') {
            octet = next();
            if (octet == '\r') {
                int second = next();
                if (second == '\n') {
                    ended = true;
                    return -1;
                }
                pending = second;
            }
        }
        before = last;
        last = octet;
        return octet;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = 0;
        while (count < length) {
            int octet = read();
            if (octet < 0) {
                return count == 0 ? -1 : count;
            }
            target[offset + count++] = (byte) octet;
        }
        return count;
    }

    private int next() throws IOException {
        if (pending != NONE) {
            int octet = pending;
            pending = NONE;
            return octet;
        }
        int octet = connection.read();
        if (octet < 0) {
            throw new EOFException("the connection ended within a message");
        }
        return octet;
    }
}
