// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.peer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A message of an exact size: a few header fields and lines of text with CRLF, some of which begin with a dot. */
public final class Message {
    private static final String HEADER =
            """
            From: <douane@overheid.example>
            To: <bedrijf@bench.local>
            Subject: Bericht
            Date: Mon, 5 Oct 2026 10:00:00 +0000
            MIME-Version: 1.0
            Content-Type: text/plain; charset=us-ascii

            """
                    .replace("\n", "\r\n");
    private static final int LINE = 78;
    private static final int DOT_EVERY = 50;

    private Message() {}

    /** @param size at least the header and a short line */
    public static byte[] of(int size) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(size);
        out.writeBytes(HEADER.getBytes(StandardCharsets.US_ASCII));
        for (int number = 0; out.size() < size; number++) {
            int left = size - out.size();
            // at least a line end is left for the last line
            int length = left <= LINE ? left : Math.min(LINE, left - 2);
            out.writeBytes(line(number, length));
        }
        return out.toByteArray();
    }

    private static byte[] line(int number, int length) {
        byte[] line = new byte[length];
        for (int i = 0; i < length - 2; i++) {
            line[i] = (byte) ('a' + (number + i) % 26);
        }
        if (number % DOT_EVERY == DOT_EVERY - 1 && length > 2) {
            line[0] = '.';
        }
        line[length - 2] = '\r';
        line[length - 1] = '\n';
        return line;
    }
}
