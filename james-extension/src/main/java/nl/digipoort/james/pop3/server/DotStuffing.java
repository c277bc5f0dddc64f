// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes the body of a multi-line reply. A line that begins with "." gets a second one, and a line with "." alone ends the reply (RFC 1939
 * section 3). The body may be cut into pieces anywhere. Not thread-safe.
 */
final class DotStuffing {
    private static final VarHandle EIGHT_OCTETS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long LOWEST_BITS = 0x0101010101010101L;
    private static final long HIGHEST_BITS = 0x8080808080808080L;
    private static final long DOTS = LOWEST_BITS * '.';

    private boolean lineStart = true;

    void write(byte[] octets, int length, ByteBuf out) {
        if (length == 0) {
            return;
        }
        int from = 0;
        for (int dot = nextDot(octets, 0, length); dot < length; dot = nextDot(octets, dot + 1, length)) {
            if (dot == 0 ? lineStart : octets[dot - 1] == '\n') {
                out.writeBytes(octets, from, dot - from);
                out.writeByte('.');
                from = dot;
            }
        }
        out.writeBytes(octets, from, length - from);
        lineStart = octets[length - 1] == '\n';
    }

    /**
     * The index of the next dot, or the length if there is none. Dots are rare, so eight octets are tested together: an octet equal to a
     * dot becomes zero, and the subtraction borrows through the first zero only and sets its highest bit.
     */
    private static int nextDot(byte[] octets, int from, int length) {
        int i = from;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            long zeroIfDot = (long) EIGHT_OCTETS.get(octets, i) ^ DOTS;
            long found = (zeroIfDot - LOWEST_BITS) & ~zeroIfDot & HIGHEST_BITS;
            if (found != 0) {
                return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (i < length && octets[i] != '.') {
            i++;
        }
        return i;
    }

    void end(ByteBuf out) {
        if (!lineStart) {
            out.writeByte('\r').writeByte('\n');
        }
        out.writeByte('.').writeByte('\r').writeByte('\n');
    }
}
