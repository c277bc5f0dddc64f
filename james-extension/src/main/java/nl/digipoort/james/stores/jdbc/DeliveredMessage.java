// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import nl.digipoort.james.mail.MailContent;

/**
 * A message as it is put into the mailbox: the trace lines, then the content. A short message is in memory; of a long one only the header
 * is. Immutable; thread-safe if its content is.
 */
final class DeliveredMessage {
    /** If the header is longer, the whole message counts as body, so that no row needs a longer header. */
    static final int LONGEST_HEADER = 1024 * 1024;

    private static final int SHORT = 256 * 1024;
    private static final int BUFFER = 64 * 1024;

    private final MailContent content;
    private final MessageScan scan;
    private final byte[] start;
    private final byte[] header;

    private DeliveredMessage(MailContent content, MessageScan scan, byte[] start) throws IOException {
        this.content = content;
        this.scan = scan;
        this.start = start;
        this.header = head(scan.bodyStart() > LONGEST_HEADER ? 0 : (int) scan.bodyStart());
    }

    /**
     * Reads the whole message once.
     *
     * @throws IOException if it cannot be read, its length differs from the declared one, or it is too long for James
     */
    static DeliveredMessage of(MailContent content) throws IOException {
        if (content.octets() > Integer.MAX_VALUE) {
            throw new IOException("James keeps no message of " + content.octets() + " octets");
        }
        MessageScan scan = new MessageScan();
        byte[] start;
        try (InputStream stream = content.open()) {
            start = stream.readNBytes(SHORT);
            scan.add(start, start.length);
            byte[] buffer = new byte[start.length < SHORT ? 1 : BUFFER];
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                scan.add(buffer, count);
            }
        }
        if (scan.octets() != content.octets()) {
            throw new EOFException("of " + content.octets() + " octets " + scan.octets() + " came");
        }
        return new DeliveredMessage(content, scan, start);
    }

    long octets() {
        return scan.octets();
    }

    long wireOctets() {
        return scan.wireOctets();
    }

    long bodyLines() {
        return scan.bodyLines();
    }

    /** The header by James's definition: up to the first CRLF CRLF, or empty. Do not change the array. */
    byte[] header() {
        return header;
    }

    int bodyOctets() {
        return (int) (octets() - header.length);
    }

    /** Whether the whole message is in memory. */
    boolean isShort() {
        return octets() <= start.length;
    }

    /** The octets after the header. The caller closes the stream. */
    InputStream body() throws IOException {
        if (isShort()) {
            return new ByteArrayInputStream(start, header.length, bodyOctets());
        }
        InputStream stream = content.open();
        for (long left = header.length; left > 0; ) {
            long skipped = stream.skip(left);
            if (skipped <= 0) {
                stream.close();
                throw new EOFException("the content is shorter than before");
            }
            left -= skipped;
        }
        return stream;
    }

    /** The header fields; empty if they are longer than {@link #LONGEST_HEADER}. */
    byte[] fields() throws IOException {
        return scan.fieldsEnd() > LONGEST_HEADER ? new byte[0] : head((int) scan.fieldsEnd());
    }

    private byte[] head(int count) throws IOException {
        if (count <= start.length) {
            return Arrays.copyOf(start, count);
        }
        if (header != null && count == header.length) {
            return header;
        }
        try (InputStream stream = content.open()) {
            byte[] head = stream.readNBytes(count);
            if (head.length < count) {
                throw new EOFException("the content is shorter than before");
            }
            return head;
        }
    }
}
