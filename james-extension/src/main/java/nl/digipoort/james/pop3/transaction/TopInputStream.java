// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.transaction;

import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts a message with CRLF line ends after its header, the blank line and a number of body lines. Nothing after the cut is read, except the
 * rest of a chunk. Not thread-safe.
 */
final class TopInputStream extends InputStream {
    private final InputStream message;
    private long bodyLines;
    private boolean inHeader = true;
    private int lineLength;

    /**
     * @param message lines that end in CRLF
     * @param bodyLines how many lines of the body to keep, at least 0
     */
    TopInputStream(InputStream message, long bodyLines) {
        this.message = message;
        this.bodyLines = bodyLines;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (isCut()) {
            return -1;
        }
        int count = message.read(target, offset, length);
        for (int i = 0; i < count; i++) {
            accept(target[offset + i]);
            if (isCut()) {
                return i + 1;
            }
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        message.close();
    }

    private boolean isCut() {
        return !inHeader && bodyLines == 0;
    }

    private void accept(byte octet) {
        if (octet != '\n') {
            lineLength++;
            return;
        }
        if (inHeader) {
            inHeader = lineLength > 1;
        } else {
            bodyLines--;
        }
        lineLength = 0;
    }
}
