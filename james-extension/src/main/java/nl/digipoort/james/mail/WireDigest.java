// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.io.InputStream;

/**
 * The SHA-256 of a message as RETR sends it before dot-stuffing, whatever line ends it is stored with: a bare LF counts as CRLF, and a
 * message that does not end in a line end gets one. Not thread-safe.
 */
public final class WireDigest {
    private static final int BUFFER = 16 * 1024;
    private static final byte[] LINE_END = {'\r', '\n'};

    private final Hasher hasher = Hashing.sha256().newHasher();
    private byte last = '\n';

    /** The digest of a message, which is read once. */
    public static String of(MailContent message) throws IOException {
        WireDigest digest = new WireDigest();
        byte[] buffer = new byte[BUFFER];
        try (InputStream octets = message.open()) {
            for (int count = octets.read(buffer); count >= 0; count = octets.read(buffer)) {
                digest.add(buffer, 0, count);
            }
        }
        return digest.end();
    }

    /** Adds the next octets of the message. */
    public void add(byte[] from, int offset, int length) {
        int start = offset;
        for (int i = offset; i < offset + length; i++) {
            if (from[i] == '\n' && (i == offset ? last : from[i - 1]) != '\r') {
                hasher.putBytes(from, start, i - start);
                hasher.putBytes(LINE_END, 0, 1);
                start = i;
            }
        }
        addCanonical(from, start, offset + length - start);
    }

    /** The same for octets whose every line feed follows a carriage return, without looking for others: that takes as long as a hash. */
    public void addCanonical(byte[] from, int offset, int length) {
        hasher.putBytes(from, offset, length);
        if (length > 0) {
            last = from[offset + length - 1];
        }
    }

    /** The digest in hexadecimal. Ends the message; call once. */
    public String end() {
        if (last != '\n') {
            hasher.putBytes(LINE_END, 0, LINE_END.length);
        }
        return hasher.hash().toString();
    }
}
