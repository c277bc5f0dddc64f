// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.transaction;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import nl.digipoort.james.maildrop.Snapshot;

/** The scan lines of all messages that are not deleted, each made when it is read. Not thread-safe. */
final class ScanListing extends InputStream {
    private static final byte[] NOTHING = new byte[0];

    private final Snapshot snapshot;
    private final IntFunction<String> lines;
    private int number;
    private byte[] line = NOTHING;
    private int position;

    /** @param lines the text of the line for a message number, without CRLF */
    ScanListing(Snapshot snapshot, IntFunction<String> lines) {
        this.snapshot = snapshot;
        this.lines = lines;
    }

    @Override
    public int read() {
        return position < line.length || nextLine() ? line[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        int filled = 0;
        while (filled < length && (position < line.length || nextLine())) {
            int count = Math.min(length - filled, line.length - position);
            System.arraycopy(line, position, target, offset + filled, count);
            position += count;
            filled += count;
        }
        return filled == 0 && length > 0 ? -1 : filled;
    }

    private boolean nextLine() {
        while (number < snapshot.highestNumber()) {
            number++;
            if (snapshot.contains(number)) {
                line = (lines.apply(number) + "\r\n").getBytes(StandardCharsets.US_ASCII);
                position = 0;
                return true;
            }
        }
        return false;
    }
}
