// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.client;

import io.netty.buffer.ByteBuf;

/**
 * Finds the end of a multi-line answer, which is a line with only ".". Nothing is pipelined, so the end can only be at the end of the
 * received octets, and only the last octets are checked. Not thread-safe.
 */
final class Body {
    private static final int CR = '\r';
    private static final int LF = '\n';
    private static final long MASK = 0xFF_FFFF_FFFFL;
    private static final long END = pack(CR, LF, '.', CR, LF);
    private static final int LENGTH = 5;

    /** The last five octets; begins with the line end of the status line. */
    private long tail = pack(0, 0, 0, CR, LF);

    private long octets;

    private static long pack(int... octets) {
        long packed = 0;
        for (int octet : octets) {
            packed = packed << Byte.SIZE | octet;
        }
        return packed;
    }

    /** Takes all readable octets; true if the answer has ended. */
    boolean take(ByteBuf in) {
        int readable = in.readableBytes();
        octets += readable;
        for (int i = Math.min(LENGTH, readable); i > 0; i--) {
            tail = (tail << Byte.SIZE | in.getUnsignedByte(in.writerIndex() - i)) & MASK;
        }
        in.skipBytes(readable);
        return tail == END;
    }

    /** Octets taken so far, the end included. */
    long octets() {
        return octets;
    }
}
