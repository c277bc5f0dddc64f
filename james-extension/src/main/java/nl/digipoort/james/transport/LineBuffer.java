// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Optional;

/**
 * Splits the client's input into lines. Each line has its own length limit, because a SASL response may be longer than a command. A line
 * ends in CRLF or LF. A line that is too long is discarded up to its end, so that the next line is a command again. Not thread-safe.
 */
public final class LineBuffer {
    /** The kinds of result. */
    public enum Kind {
        /** Nothing yet: more octets are needed. */
        INCOMPLETE,
        LINE,
        TOO_LONG,
        /** Far more octets than any line, without a line end: no client sends that. */
        JUNK
    }

    /** One result; only a LINE has octets, without the line end. */
    public static final class Item {
        private static final Item INCOMPLETE = new Item(Kind.INCOMPLETE, null);
        private static final Item TOO_LONG = new Item(Kind.TOO_LONG, null);
        private static final Item JUNK = new Item(Kind.JUNK, null);

        private final Kind kind;
        private final byte[] octets;

        private Item(Kind kind, byte[] octets) {
            this.kind = kind;
            this.octets = octets;
        }

        public Kind kind() {
            return kind;
        }

        public byte[] octets() {
            return Optional.ofNullable(octets).orElseThrow();
        }
    }

    /** Octets without a line end after which the connection is given up. */
    static final int JUNK_LIMIT = 64 * 1024;

    private final ByteBuf pending = Unpooled.buffer(512);
    private int discarded;

    /** Copies the octets; the caller still owns the buffer. */
    public void append(ByteBuf octets) {
        pending.discardReadBytes();
        pending.writeBytes(octets);
    }

    /** Octets that have not been read. */
    public int size() {
        return pending.readableBytes();
    }

    /** Whether the next octets are these, at the beginning of a line. */
    boolean beginsWith(byte[] octets) {
        if (discarded > 0 || pending.readableBytes() < octets.length) {
            return false;
        }
        int start = pending.readerIndex();
        for (int i = 0; i < octets.length; i++) {
            if (pending.getByte(start + i) != octets[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the next line.
     *
     * @param limit the longest line allowed in octets, its line end included
     */
    public Item next(int limit) {
        int length = pending.bytesBefore((byte) '\n') + 1;
        if (length == 0) {
            return incomplete(limit);
        }
        if (discarded + length > limit) {
            discarded = 0;
            forget(length);
            return Item.TOO_LONG;
        }
        byte[] line = ByteBufUtil.getBytes(pending, pending.readerIndex(), lengthWithoutEnd(length));
        forget(length);
        return new Item(Kind.LINE, line);
    }

    /** Skips octets and overwrites them: a line may contain a password. */
    private void forget(int octets) {
        pending.setZero(pending.readerIndex(), octets);
        pending.skipBytes(octets);
    }

    /** Returns all unread octets, which are not lines; the caller releases the buffer. */
    public ByteBuf takeAll() {
        ByteBuf all = Unpooled.copiedBuffer(pending);
        clear();
        return all;
    }

    /** Discards and overwrites all octets. */
    public void clear() {
        pending.setZero(0, pending.capacity());
        pending.clear();
        discarded = 0;
    }

    private Item incomplete(int limit) {
        if (discarded + pending.readableBytes() > limit) {
            discarded += pending.readableBytes();
            forget(pending.readableBytes());
            pending.clear();
        }
        return discarded > JUNK_LIMIT ? Item.JUNK : Item.INCOMPLETE;
    }

    private int lengthWithoutEnd(int length) {
        boolean crlf = length > 1 && pending.getByte(pending.readerIndex() + length - 2) == '\r';
        return crlf ? length - 2 : length - 1;
    }
}
