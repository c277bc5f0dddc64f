package nl.digipoort.james.pop3.server;

import io.netty.buffer.ByteBuf;

/**
 * Writes the body of a multi-line reply: a line that begins with "." gets one more, and the end is a line with "." alone
 * (RFC 1939 section 3). The body comes in pieces cut anywhere. Not thread-safe.
 */
final class DotStuffing {
    private boolean lineStart = true;

    void write(byte[] octets, int length, ByteBuf out) {
        int from = 0;
        for (int i = 0; i < length; i++) {
            if (lineStart && octets[i] == '.') {
                out.writeBytes(octets, from, i - from);
                out.writeByte('.');
                from = i;
            }
            lineStart = octets[i] == '\n';
        }
        out.writeBytes(octets, from, length - from);
    }

    void end(ByteBuf out) {
        if (!lineStart) {
            out.writeByte('\r').writeByte('\n');
        }
        out.writeByte('.').writeByte('\r').writeByte('\n');
    }
}
